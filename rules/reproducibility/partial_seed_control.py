"""One generator is seeded and another is not."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.seeding import loose_draws, seed_of, trainers
from mlready.verdict import Verdict, failed, not_applicable, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    files = [one for one in trainers(project) if not one.is_notebook]
    loose = [one for module in files for one in loose_draws(repo, module)]
    fixed = [found for module in files if (found := seed_of(repo, module)) is not None]
    if loose:
        places = list(dict.fromkeys(one.place for one in loose))
        message = f"`{loose[0].draw}` draws from a generator that nobody seeds, though `{loose[0].seed}` seeds another: seed both"
        yield failed(places[:5], message)
    elif fixed:
        yield passed([place for place, _ in fixed[:5]], "every generator that training draws from is seeded")
    else:
        yield not_applicable("training seeds nothing, or draws nothing")
