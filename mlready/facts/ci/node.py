"""What the readers of CI files ask of YAML nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlready.facts.ci.model import Step, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlready.facts.yaml import Node

MAX_STEPS = 20_000
"""Steps of one file at most; what repeats through anchors, parents and references counts each time."""

MAX_EXPANDED = 500_000
"""Values of one file at most, each use of an alias counted."""


class Budget:
    """How many more steps, or values looked at on the way to them, a file may have."""

    def __init__(self, limit: int = MAX_STEPS) -> None:
        self.left = limit

    def spend(self, count: int = 1) -> bool:
        """Take some; False where too few are left."""
        self.left -= count
        return self.left >= 0

    @property
    def error(self) -> str | None:
        return f"more than {MAX_STEPS} steps" if self.left < 0 else None


def expanded(root: Node) -> int:
    """How many values a reader meets that follows every alias."""
    known: dict[int, int] = {}

    def size(node: Node) -> int:
        found = known.get(id(node))
        if found is None:
            if node.kind == "scalar":
                found = 1
            elif node.kind == "list":
                found = 1 + sum(map(size, node.value))
            else:
                found = 1 + sum(size(key) + size(value) for key, value in node.value)
            known[id(node)] = found
        return found

    return size(root)


def text(node: Node | None) -> Text | None:
    """The text of a scalar with its line, None where there is none."""
    if node is None or node.kind != "scalar" or node.null:
        return None
    return Text(node.value, node.line)


def texts(node: Node | None) -> tuple[Text, ...]:
    """One text or a list of them."""
    if node is None:
        return ()
    return tuple(Text(one.value, one.line) for one in node.several() if one.kind == "scalar" and not one.null)


def mapping(node: Node | None) -> dict[str, Text]:
    """The keys whose values are scalars, each with the line its text starts on; null is the empty text."""
    if node is None or node.kind != "map":
        return {}
    return {
        key.value: Text("" if value.null else value.value, key.line if value.null else script_line(value))
        for key, value in node.pairs()
        if value.kind == "scalar"
    }


def either(node: Node | None, key: str) -> Text | None:
    """A value written as a text, or as a mapping that holds it under a key."""
    return text(node.get(key)) if node is not None and node.kind == "map" else text(node)


def flag(node: Node | None) -> bool | str:
    """A truth value, or the text of an expression."""
    found = text(node)
    if found is None:
        return False
    return {"true": True, "false": False}.get(found.strip().lower(), str(found))


def script_line(node: Node) -> int:
    """The line on which the text of a script starts: below the sign of a block."""
    return node.line + 1 if node.style in ("|", ">") else node.line


def line_of(key: Node, value: Node) -> tuple[int, int]:
    """The lines of a key with its value; an alias stands where it is used."""
    return key.line, value.end_line if value.line >= key.line else key.line


def script_steps(nodes: Iterable[Node], name: str | None, budget: Budget) -> Iterator[Step]:
    """One step per command of a list of commands."""
    for node in nodes:
        if node.kind != "scalar" or node.null:
            continue
        if not budget.spend():
            return
        yield Step(name=name, run=node.value, line=node.line, end_line=node.end_line, run_line=script_line(node))


def flat(node: Node | None, limit: int = MAX_STEPS) -> Iterator[Node]:
    """The items of a list and of the lists in it; anything else is the only item."""
    stack = [] if node is None else [node]
    while stack and limit > 0:
        limit -= 1
        current = stack.pop()
        if current.kind == "list":
            stack.extend(reversed(current.value))
        else:
            yield current
