"""A foreign archive may write outside of its folder."""

import re
from collections.abc import Iterator

from mlready.facts.python import Call, Module, parts
from mlready.facts.values import Const, Qualified
from mlready.repo import Repo
from mlready.repo.arrival import is_checked, source_of
from mlready.verdict import Verdict, failed, passed, unknown

ARCHIVES = ("tarfile.open", "tarfile.TarFile", "tarfile.TarFile.open", "tarfile.TarFile.gzopen")
SAFE = {Const("data"), Const("tar"), Qualified("tarfile.data_filter"), Qualified("tarfile.tar_filter")}
TRUSTING = {Const("fully_trusted"), Qualified("tarfile.fully_trusted_filter")}
GUARDS = ("commonpath", "commonprefix", "is_relative_to", "realpath", "resolve", "abspath", "isabs", "is_absolute")
SAFE_PYTHON = re.compile(r">=\s*3\.(?:1[4-9]|[2-9]\d)")
ADVICE = 'pass `filter="data"`'


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in module.calls:
        if not unpacks_tar(module, call):
            continue
        archive = call.receiver if call.method == "extractall" else call.argument(0, "filename")
        source, place = source_of(repo, module, archive, call), module.at(call.span)
        chosen = module.origin(call.keywords.get("filter"), call.block, call.span.line)
        if chosen in SAFE:
            yield passed(place)
        elif chosen is not None and chosen not in TRUSTING:
            yield unknown(place, "the filter is chosen elsewhere")
        elif source is None:
            continue
        elif why := guard(repo, module, call, trusting=chosen is not None):
            yield passed(place, why)
        else:
            message = f"an archive that comes from {source} can name files outside of its folder, and overwrite them"
            yield failed(place, f"{message}: {ADVICE}")


def unpacks_tar(module: Module, call: Call) -> bool:
    """Whether a call unpacks a tar archive whole; `zipfile` keeps to its folder by itself."""
    if call.name == "shutil.unpack_archive":
        given = [one.value for one in parts(call.argument(0, "filename")) if isinstance(one, Const)]
        return not any(isinstance(one, str) and one.endswith(".zip") for one in given)
    return call.method == "extractall" and module.made_by(call.receiver, call.block, call.span.line) in ARCHIVES


def guard(repo: Repo, module: Module, call: Call, *, trusting: bool) -> str:
    """Why nothing can be written elsewhere: members that are looked at, a checksum, a Python that refuses by itself."""
    if is_checked(module, call):
        return "its checksum is compared first"
    if call.method == "extractall" and call.argument(1, "members") is not None:
        return "its members are chosen"
    function = module.function_of(call.block)
    names = {
        (one.method or one.name or "").rpartition(".")[2]
        for one in module.calls
        if module.function_of(one.block) == function
    }
    if not names.isdisjoint({"getmembers", "getnames"}) and not names.isdisjoint(GUARDS):
        return "the paths of its members are looked at first"
    wanted = [one.python or "" for one in repo.project_of(module.path).all_manifests]
    return "Python 3.14 refuses such members" if not trusting and any(map(SAFE_PYTHON.search, wanted)) else ""
