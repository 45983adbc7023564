"""The code imports a library that no list names."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.declared import declared, is_provided, rests_on_image
from mlready.repo.versions import package_of
from mlready.tables.distributions import MATTERING
from mlready.verdict import Location, Verdict, failed, not_applicable, passed, unknown

KNOWN = frozenset(package_of(one) for one in MATTERING) - {"kfp"}
MANAGED = ("sagemaker", "azureml", "azure.ai.ml", "zenml")
"""Platforms that run code in images, or with integrations, which bring libraries themselves."""


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    lists = [one for one in project.all_manifests if one.requirements or one.locked]
    missing: dict[str, Location] = {}
    for package, place in known_imports(project, repo):
        if package not in missing and not is_provided(package, declared(project)):
            missing[package] = place
    if not lists:
        yield not_applicable("there is no list to hold imports against")
    elif not missing:
        yield passed(Location(lists[0].path), "every library that is imported is listed")
    elif is_open(project):
        yield unknown(
            list(missing.values())[:5], "an image, a platform or a list that cannot be read may bring the rest"
        )
    else:
        names = ", ".join(f"`{one}`" for one in sorted(missing)[:4])
        more = f" and {len(missing) - 4} more" if len(missing) > 4 else ""
        yield failed(list(missing.values())[:5], f"no list of this project names {names}{more}: add what is imported")


def is_open(project: Project) -> bool:
    """Whether libraries may come from where the repository cannot show them."""
    unread = any(one.error or "dependencies" in one.dynamic for one in project.all_manifests)
    return unread or rests_on_image(project) or next(project.imports(*MANAGED), None) is not None


def known_imports(project: Project, repo: Repo) -> Iterator[tuple[str, Location]]:
    """Libraries of machine learning and serving imported at the top of a module, whatever happens."""
    for module in project.code:
        for entry in module.summary.imports:
            package = entry.name.partition(".")[0]
            if (
                package in KNOWN
                and not entry.guarded
                and not entry.local
                and repo.names.locate(module, entry.name) is None
            ):
                yield package, module.at(entry.line)
