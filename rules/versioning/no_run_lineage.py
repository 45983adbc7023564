"""Nothing ties a model to the commit and the data it was made of."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.lineage import images, ties
from mlready.repo.saving import model_saves
from mlready.repo.tracking import records
from mlready.repo.training import is_collection
from mlready.verdict import Verdict, failed, not_applicable, partial, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    recorded = next(records(project), None)
    tied = next(ties(project), None)
    if recorded is not None:
        yield passed(recorded[0], f"runs are recorded with their commit: {recorded[1]}")
    elif tied is not None:
        yield passed(*tied)
    elif is_collection(repo) or not (saves := [one.place for one in model_saves(project)]):
        yield not_applicable("no model is kept")
    elif image := next(images(project), None):
        yield partial(image[0], f"{image[1]}, the model itself does not")
    else:
        message = (
            "no evidence in this repository that a saved model can be traced to its commit and data: write both beside it, "
            "or save it in a run of a tracker"
        )
        yield failed(saves[:5], message)
