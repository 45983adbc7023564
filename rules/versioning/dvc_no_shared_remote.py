"""What DVC keeps lies on one machine."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.dvc import kept_content, remote_addresses, roots
from mlready.tables.remotes import NETWORK_FOLDERS
from mlready.verdict import Location, Verdict, failed, passed, unknown


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    for root in roots(repo):
        config = f"{root}/.dvc/config" if root else ".dvc/config"
        content = next(kept_content(repo, root), None)
        if content is None or repo.project_of(config) is not project:
            continue
        place = Location(config) if repo.file(config) is not None else content
        addresses = remote_addresses(repo, root)
        if any(is_shared(one) for one in addresses.values()):
            yield passed(place)
        elif any(one.startswith(NETWORK_FOLDERS) for one in addresses.values()):
            yield unknown(place, "the remote is a folder that may be shared by network")
        elif addresses:
            name, address = next(iter(addresses.items()))
            yield failed(
                [place, content], f"the remote `{name}` is a folder of one machine ({address}): name a shared one"
            )
        else:
            message = "no remote is named, so nobody else can fetch what DVC keeps: `dvc remote add -d` (`config.local` is only yours)"
            yield failed([place, content], message)


def is_shared(address: str) -> bool:
    """Whether an address names a scheme of the network."""
    scheme, found, _ = address.partition("://")
    return bool(found) and scheme.lower() not in {"file", "local"}
