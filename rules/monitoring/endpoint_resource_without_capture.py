"""An endpoint in Terraform keeps no request and no answer."""

from collections.abc import Iterator

from mlready.facts.hcl import Block
from mlready.repo import Repo, Subject
from mlready.tables.captures import CAPTURING_BLOCKS
from mlready.verdict import Verdict, failed, passed, unknown


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    for block in subject.facts.blocks:
        kind = block.labels[0] if block.type == "resource" and block.labels else ""
        if kind not in CAPTURING_BLOCKS or is_serverless(block):
            continue
        place, wanted = subject.at(block.line), CAPTURING_BLOCKS[kind]
        own = next((one for one in block.blocks if one.type == wanted), None)
        switch = None if own is None else own.attributes.get("enable_capture") or own.attributes.get("enabled")
        if own is None and any(one.type == "dynamic" and one.labels[:1] == (wanted,) for one in block.blocks):
            yield unknown(place, "a variable decides")
        elif own is None or (switch is not None and switch.truth is False):
            yield failed(
                place, f"this endpoint keeps neither requests nor answers: add `{wanted}`, which drift monitoring reads"
            )
        else:
            yield passed(place)


def is_serverless(block: Block) -> bool:
    """Whether a variant of the endpoint runs without a machine of its own; SageMaker captures nothing there."""
    return any(inner.type == "serverless_config" for one in block.blocks for inner in one.blocks)
