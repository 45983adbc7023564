"""Training draws random numbers that nobody fixed."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.seeding import seed_of, trainers
from mlready.verdict import Verdict, failed, not_applicable, partial, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    places = trainers(project)
    seeds = {module: seed_of(repo, module) for module in places}
    fixed = [found for found in seeds.values() if found is not None]
    loose = [places[module] for module, found in seeds.items() if found is None]
    if not places:
        yield not_applicable("nothing that is trained here draws random numbers")
    elif not loose:
        yield passed([place for place, _ in fixed[:5]], fixed[0][1])
    elif fixed:
        yield partial(
            loose[:5], f"{len(fixed)} of {len(seeds)} files that train fix their random numbers, not `{loose[0].path}`"
        )
    else:
        message = "no evidence in this repository that training fixes its random numbers: seed once at the start"
        yield failed(loose[:5], message)
