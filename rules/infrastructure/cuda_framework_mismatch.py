"""The image has another CUDA than the framework."""

import re
from collections.abc import Iterator

from mlready.facts.dockerfile import Dockerfile, Image
from mlready.facts.manifest import parse
from mlready.facts.shell import Install, commands, installs
from mlready.repo import Repo, Subject
from mlready.repo.versions import release
from mlready.tables.cuda import AS_OF, TENSORFLOW_CUDA
from mlready.verdict import Verdict, failed, passed

OF_TAG = re.compile(r"cuda[-_]?(\d{1,2}(?:\.\d{1,2})?)")
OF_IMAGE = re.compile(r"\d{1,2}\.\d{1,2}")
WRITTEN = re.compile(r"(?:\+|whl/|-)cu(\d{2})(\d)\b|\b(?:pytorch-cuda|cudatoolkit)==?(\d{1,2})\.(\d{1,2})")
GPU_WHEELS = {"tensorflow-gpu": (1, 0), "tensorflow": (2, 1)}
"""Distributions of TensorFlow for the GPU, and the release from which they are."""


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    dockerfile: Dockerfile = subject.facts
    for run in dockerfile.runs():
        stage = dockerfile.stages[run.instruction.stage] if run.instruction.stage >= 0 else None
        base = cuda_of(dockerfile.base_image(stage)) if stage is not None else None
        for command in commands(run.text) if base is not None else ():
            found = installs(command)
            wanted = wanted_by(with_lists(found, subject.path, repo)) if found is not None else None
            if base is None or wanted is None:
                continue
            place = subject.at(min(run.instruction.line + command.line, run.instruction.end_line))
            what, cuda, exact = wanted
            if differ(base, cuda, exact=exact):
                yield failed(place, f"{what} is built for CUDA {cuda}, the image has {base}: name the same in both")
            else:
                yield passed(place)


def with_lists(found: Install, path: str, repo: Repo) -> Install:
    """A command with what the lists of requirements say that it installs: those beside the Dockerfile, or at the root."""
    folder = path.rpartition("/")[0]
    for name in found.files:
        bare, last = name.removeprefix("./"), name.rpartition("/")[2]
        places = [f"{folder}/{one}".lstrip("/") for one in (bare, last)] + [bare]
        manifest = next((repo.manifests[one] for one in places if one in repo.manifests), None)
        if manifest is not None:
            texts = tuple(one.raw for one in manifest.requirements)
            options = tuple((one.name, one.value) for one in manifest.options)
            found = found._replace(requirements=found.requirements + texts, options=found.options + options)
    return found


def cuda_of(image: Image | None) -> str | None:
    """The CUDA that an image says it holds."""
    if image is None or not image.resolved or image.tag is None:
        return None
    found = OF_IMAGE.match(image.tag) if image.name.endswith("nvidia/cuda") else None
    tagged = OF_TAG.search(image.tag)
    return found[0] if found is not None else tagged[1] if tagged is not None else None


def wanted_by(found: Install) -> tuple[str, str, bool] | None:
    """(what, its CUDA, whether the minor release counts) of a framework that a command installs for the GPU."""
    names = {one.name: one for text in found.requirements if (one := parse(text)) is not None}
    pinned = "torch" in names and names["torch"].pinned
    words = (
        *found.requirements,
        *(value for option, value in found.options if pinned or option != "--extra-index-url"),
    )
    for text in words:
        written = WRITTEN.search(text)
        if written is not None and any(one in names for one in ("torch", "torchvision", "pytorch", "torchaudio")):
            return "PyTorch", ".".join(part for part in written.groups() if part), False
    for name, since in GPU_WHEELS.items():
        version = names[name].version if name in names and not names[name].extras else None
        minor = ".".join(str(part) for part in release(version)[:2]) if version is not None else ""
        if release(minor) >= since and minor in TENSORFLOW_CUDA:
            return f"TensorFlow {minor} (as of {AS_OF})", TENSORFLOW_CUDA[minor], True
    return None


def differ(base: str, cuda: str, *, exact: bool) -> bool:
    """Whether the CUDA of an image will not do; a table that names the major version only is held against that."""
    left, right = release(base), release(cuda)
    width = min(len(left), len(right)) if exact else 1
    return left[:width] != right[:width]
