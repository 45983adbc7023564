"""A model or data set is fetched without its revision."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Const
from mlready.repo import Repo
from mlready.repo.hub import COMMIT, literal, may_be_remote
from mlready.tables.hubs import HUB_CALLS, HUB_PACKAGES
from mlready.verdict import Verdict, failed, passed, unknown

FORMATS = {
    "csv",
    "json",
    "text",
    "parquet",
    "imagefolder",
    "audiofolder",
    "arrow",
    "pandas",
    "webdataset",
    "generator",
    "xml",
}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in module.calls:
        where = named_at(call)
        name = literal(repo, module, call, call.argument(*where)) if where is not None else None
        if name is None or not is_remote(repo, name) or is_local(repo, module, call, name):
            continue
        moving = moves_in_torch(repo, name) if call.name == "torch.hub.load" else moves(repo, module, call)
        place = module.at(call.span)
        if moving is None:
            yield unknown(place, "the revision is decided elsewhere")
        elif moving:
            message = f"`{name}` is whatever its owner pushed last: {moving}"
            yield failed(place, message, group=module.path)
        else:
            yield passed(place)


def moves(repo: Repo, module: Module, call: Call) -> str | None:
    """What to do about a call that names no commit, "" where it does, None where that is decided elsewhere."""
    given = call.keywords.get("revision")
    revision = literal(repo, module, call, given)
    if (given is not None and revision is None and given != Const(value=None)) or (given is None and call.double_star):
        return None
    return "" if revision is not None and COMMIT.fullmatch(revision) else "pass `revision` with a commit"


def moves_in_torch(repo: Repo, name: str) -> str:
    return "" if ":" in name or is_own(repo, name) else f"write `{name}:<tag or commit>`"


def named_at(call: Call) -> tuple[int | None, str] | None:
    """Where a call names what it fetches, None for other calls."""
    if call.name in HUB_CALLS:
        return HUB_CALLS[call.name]
    if call.method == "from_pretrained" and (call.name or "").startswith(HUB_PACKAGES):
        return 0, "pretrained_model_name_or_path"
    return None


def is_remote(repo: Repo, name: str) -> bool:
    """Whether a name means something on a hub: no file format either."""
    return name not in FORMATS and may_be_remote(repo, name)


def is_local(repo: Repo, module: Module, call: Call, name: str) -> bool:
    """Whether a call reads from this machine only, or what the same file writes under this name."""
    if call.keywords.get("local_files_only") == Const(value=True) or call.keywords.get("source") == Const("local"):
        return True
    return any(
        literal(repo, module, one, given) == name
        for one in module.calls
        if (one.method or "").startswith(("save", "push_to")) or "output_dir" in one.keywords
        for given in (
            *one.args[:1],
            *(value for key, value in one.keywords.items() if key in {"output_dir", "save_directory"}),
        )
    )


def is_own(repo: Repo, name: str) -> bool:
    """Whether a repository on torch's hub is this one: it has a `hubconf.py`, and its README shows its address."""
    readme = next((one.path for one in repo.files if one.path.lower() in {"readme.md", "readme.rst"}), None)
    address = f"github.com/{name}".lower()
    return repo.file("hubconf.py") is not None and readme is not None and address in (repo.text(readme) or "").lower()
