"""Calls that wait for another machine."""

PATIENT_CALLS = {
    **{f"requests.{verb}": None for verb in ("get", "post", "put", "patch", "delete", "head", "options", "request")},
    "urllib.request.urlopen": 2,
}
"""Calls that wait without end unless they are given a `timeout` -> its position, None where it has none."""

SESSIONS = ("requests.Session", "requests.session", "requests.sessions.Session")
SESSION_METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "request"})

HASTY_CALLS = frozenset(
    {
        *(f"httpx.{verb}" for verb in ("get", "post", "put", "patch", "delete", "head", "request", "stream")),
        "httpx.Client", "httpx.AsyncClient",
    }
)  # fmt: skip
"""Calls that give up after a while unless they are told `timeout=None`."""

BLOCKING_CALLS = frozenset(PATIENT_CALLS) | {
    "time.sleep",
    "subprocess.run",
    "subprocess.check_output",
    "subprocess.check_call",
}
"""Calls that stop an event loop until they come back."""
