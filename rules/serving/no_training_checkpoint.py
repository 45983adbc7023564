"""A training that is interrupted starts from nothing."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.checkpoints import LATE, NEVER, lengthy
from mlready.verdict import Verdict, failed, not_applicable, partial, passed

MESSAGES = {
    NEVER: "checkpoints are switched off, or nothing asks for them: save one every few epochs, or an interruption costs the whole run",
    LATE: "the model is saved only after the last epoch: save model, optimiser and epoch inside the loop",
}


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    found = list(lengthy(project))
    worst = [one for one in found if one.kind in MESSAGES]
    bare = [one for one in found if one.kind == "bare"]
    if not found:
        yield not_applicable("no training of this project takes many epochs")
    elif worst:
        yield failed([one.place for one in worst[:5]], MESSAGES[worst[0].kind])
    elif len(bare) == len(found):
        yield partial(
            bare[0].place,
            "weights are kept on the way, but not the optimiser and the epoch: a run cannot go on where it stopped",
        )
    else:
        kept = next(one for one in found if one.kind == "kept")
        yield passed(kept.place, "checkpoints are kept on the way")
