"""A model or data set is fetched without its revision."""

import re
from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Const, Value
from mlready.repo import Repo
from mlready.tables.hubs import HUB_CALLS, HUB_PACKAGES
from mlready.verdict import Verdict, failed, passed, unknown

REMOTE = re.compile(r"[\w.-]+(?:/[\w.-]+)?(?::[\w./-]+)?")
COMMIT = re.compile(r"[0-9a-f]{7,40}")
FORMATS = {"csv", "json", "text", "parquet", "imagefolder", "audiofolder", "arrow", "pandas", "webdataset", "generator", "xml"}
ADVICE = "pass `revision` with a commit"


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in module.calls:
        where = named_at(call)
        name = literal(module, call, call.argument(*where)) if where is not None else None
        if name is None or not is_remote(repo, module, name):
            continue
        place = module.at(call.span)
        if call.name == "torch.hub.load":
            yield passed(place) if ":" in name or call.argument(None, "source") is not None else failed(
                place, f"`{name}` is whatever its owner pushed last: write `{name}:<tag or commit>`", group=module.path
            )
        else:
            yield judged(module, call, name)


def judged(module: Module, call: Call, name: str) -> Verdict:
    place = module.at(call.span)
    given = call.keywords.get("revision")
    revision = literal(module, call, given)
    if given is not None and revision is None and given != Const(value=None):
        return unknown(place, "the revision is decided elsewhere")
    if given is None and call.double_star:
        return unknown(place, "the revision may be in what `**` passes")
    if revision is not None and COMMIT.fullmatch(revision):
        return passed(place)
    return failed(place, f"`{name}` is whatever its owner pushed last: {ADVICE}", group=module.path)


def named_at(call: Call) -> tuple[int | None, str] | None:
    """Where a call names what it fetches, None for other calls."""
    if call.name in HUB_CALLS:
        return HUB_CALLS[call.name]
    if call.method == "from_pretrained" and (call.name or "").startswith(HUB_PACKAGES):
        return 0, "pretrained_model_name_or_path"
    return None


def literal(module: Module, call: Call, value: Value | None) -> str | None:
    constant = module.constant(value, call.block, call.span.line)
    return constant.value if constant is not None and isinstance(constant.value, str) else None


def is_remote(repo: Repo, module: Module, name: str) -> bool:
    """Whether a name means something on a hub: no path, no file format, no folder of this repository."""
    if not REMOTE.fullmatch(name) or name in FORMATS or name.startswith((".", "/")):
        return False
    folder = f"{name}/"
    return not any(one.path.startswith(folder) or one.path == name for one in repo.files)
