"""Files that exist to hold credentials (`.env`, `kaggle.json`, `.netrc`, ...) and whether this one really does."""

from __future__ import annotations

import re

from mlready.facts.secret.finder import Secret, find
from mlready.facts.secret.placeholder import is_placeholder

_TEMPLATES = ("example", "sample", "template", "dist", "default", "tpl", "j2", "test", "ci")
_NAMED = re.compile(
    r"(?i)(?:secret|token|passw(?:or)?d|passphrase|api_?key|access_?key|private_?key|auth_?key|credential|_pwd$|_key$)"
)
_NOT_SECRET = re.compile(
    r"(?i)(?:public|_id$|_name$|_file$|_path$|_dir$|_url$|_uri$|_ttl|expir|timeout|length|algorithm|max_|num_)"
)
_ASSIGNMENT = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]{0,100})\s{0,8}[=:]\s{0,8}(.{1,2000})")
_HARMLESS = re.compile(r"(?i)(?:true|false|none|null|\d{1,6}|[./~].*|[a-z]+://[^@]*|[a-z]+)")
_KEY_SUFFIXES = (".pem", ".key", ".ppk")
_ACCOUNT = re.compile(
    r"(?:.{0,100}[-_.])?(?:service[-_]?account|credentials?|gcp[-_]key|gcp[-_]credentials?)(?:[-_.].{0,100})?\.json"
)
_PATTERNS = {
    ".netrc": r"\bpassword\s+(\S{1,200})",
    "_netrc": r"\bpassword\s+(\S{1,200})",
    ".pypirc": r"(?m)^\s*password\s*[:=]\s*(\S{1,1000})",
    ".pgpass": r"(?m)^[^:#\n]{1,200}:[^:\n]{1,20}:[^:\n]{1,100}:[^:\n]{1,100}:([^:\n]{1,200})$",
    ".git-credentials": r"://[^:\s/]{1,100}:([^@\s]{1,200})@",
    ".npmrc": r"_(?:authToken|password|auth)\s*=\s*(\S{1,1000})",
    "kaggle.json": r'"key"\s*:\s*"([0-9a-f]{32})"',
    "client_secret.json": r'"client_secret"\s*:\s*"([^"\s]{16,200})"',
    ".dockercfg": r'"auth"\s*:\s*"([A-Za-z0-9+/=]{8,2000})"',
    "config.json": r'"auth"\s*:\s*"([A-Za-z0-9+/=]{8,2000})"',
}


def is_credential_file(path: str) -> bool:
    """Whether a file is named like one that holds credentials; templates (`.env.example`) are not."""
    folder, _, name = path.lower().rpartition("/")
    if name == "config.json":
        return folder.endswith(".docker")
    if name in _PATTERNS or (name == "credentials" and folder.endswith(".aws")):
        return True
    if name.endswith(_KEY_SUFFIXES) or _ACCOUNT.fullmatch(name) or _is_store(folder, name):
        return True
    if name == ".env" or name.startswith(".env.") or name.endswith(".env"):
        return not any(word in _TEMPLATES for word in re.split(r"[._-]", name))
    return name.startswith(("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519")) and not name.endswith(".pub")


def _is_store(folder: str, name: str) -> bool:
    """Whether a file holds the secrets of an application, by the convention of its framework."""
    return name == "secrets.toml" and folder.endswith(".streamlit")


def credentials(path: str, data: bytes) -> tuple[Secret, ...]:
    """The credentials a file of that name holds: every secret by shape, and values its format calls secret."""
    if not is_credential_file(path):
        return ()
    name = path.lower().rpartition("/")[2]
    text = data[:1_000_000].decode("utf-8", "replace")
    found = {(one.line, one.column): one for one in find(data)}
    lines = {line for line, _ in found}
    for one in _of_format(name, text):
        if one.line not in lines:
            found[one.line, one.column] = one
    return tuple(found[key] for key in sorted(found))


def _of_format(name: str, text: str) -> list[Secret]:
    """What the format of a file calls secret."""
    if name in _PATTERNS:
        return _by_pattern(name, text)
    return _by_name(text) if ".env" in name or name == "secrets.toml" else []


def _by_pattern(name: str, text: str) -> list[Secret]:
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        for match in re.finditer(_PATTERNS[name], line[:4000]):
            if not is_placeholder(match[1]):
                found.append(Secret(f"password in {name}", number, match.start(1) + 1, match.end(1) + 1, "****"))
    return found


def _by_name(text: str) -> list[Secret]:
    """Values of `NAME=value` lines whose name says secret."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        match = _ASSIGNMENT.match(line[:4000])
        if match is None or not _NAMED.search(match[1]) or _NOT_SECRET.search(match[1]):
            continue
        value = match[2].strip().strip("\"'")
        if len(value) >= 8 and not _HARMLESS.fullmatch(value) and not is_placeholder(value):
            column = match.start(2) + 1
            found.append(Secret(f"value of {match[1]}", number, column, column + len(match[2].rstrip()), "****"))
    return found
