"""A page of the rule book, readable in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlready.output.sanitise import line as safe
from mlready.output.style import Style, wrap
from mlready.rule import Rule

_FENCE = re.compile(r"^(`{3,}|~{3,})\s*(\S*)\s*(.*)$")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_BULLET = re.compile(r"^(\s*)([-*+]|\d+[.)])\s+(.*)$")
_TITLE = re.compile(r'title="([^"]*)"')
_MARKED = re.compile(r'hl_lines="([^"]*)"')
_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")
_INLINE = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_SPAN = re.compile(r"`[^`]+`")
_KEPT = "\ue000"
"""Stands for a space at which a line is not broken."""
_LONG = 50
_HOW_IT_IS_RUN = re.compile(r"\s*\((?:detect|(?:detect, )?(not-applicable|unknown|partial))\)")


def render_page(rule: Rule, page: str, style: Style) -> str:
    """A rule's name, facts and page, then its peers and sources."""
    width = min(style.width, 80)
    lines = [style.paint(rule.name, "bold"), *wrap(rule.summary, width), "", *_facts(rule, width), ""]
    lines += _body(page, style, width)
    if rule.peers:
        lines += ["", style.paint("Peers", "bold")]
        lines += [f"  {tool}: {code}" for tool, code in rule.peers.items()]
    if rule.sources:
        lines += ["", style.paint("Sources", "bold"), *(f"  {source}" for source in rule.sources)]
    return "\n".join(lines) + "\n"


def _facts(rule: Rule, width: int) -> Iterator[str]:
    once = [f"{rule.once} min once"] if rule.once or not rule.each else []
    each = [f"{rule.each} min for each place"] if rule.each else []
    yield f"  family      {rule.family}"
    yield f"  severity    {rule.severity} (confidence {rule.confidence})"
    yield "  effort      " + ", ".join([*once, *each])
    yield f"  profile     {rule.profile}"
    rows = {
        "when": rule.when,
        "zones": ", ".join(rule.zones),
        "fix": rule.fix if rule.fix != "none" else "",
        "silences": ", ".join(rule.silences),
        "unblocks": ", ".join(rule.unblocks),
        "once named": ", ".join(rule.aliases),
    }
    for name, text in rows.items():
        if text:
            yield from wrap(text, width, f"  {name:<12}")
    if rule.is_site_rule:
        yield from wrap(f"# mlready: ignore[{rule.name}] reason", width, "  set aside   ")


def _body(page: str, style: Style, width: int) -> Iterator[str]:
    waiting: list[str] = []
    lines = iter(page.splitlines())
    for line in lines:
        fence, heading, bullet = _FENCE.match(line), _HEADING.match(line), _BULLET.match(line)
        if fence or heading or bullet or not line.strip():
            yield from _flush(waiting, style, width)
        if fence:
            yield from _code(fence, lines, style)
        elif heading:
            yield style.paint(safe(_heading(heading[2])), "bold", *(("cyan",) if len(heading[1]) < 3 else ()))
        elif bullet:
            waiting.append(f"{bullet[1]}{bullet[2]} {bullet[3]}")
        elif line.strip():
            waiting.append(line.strip())
        else:
            yield ""
    yield from _flush(waiting, style, width)


def _flush(waiting: list[str], style: Style, width: int) -> Iterator[str]:
    """The paragraph or list item gathered so far, wrapped."""
    if not waiting:
        return
    bullet = _BULLET.match(waiting[0])
    text = safe(_LINK.sub(_link, " ".join(waiting)), whole_line=True)
    waiting.clear()
    first = f"{bullet[1]}  {bullet[2]} " if bullet else ""
    plain = text.removeprefix(f"{bullet[1]}{bullet[2]} ") if bullet else text
    lines = [safe(one.replace(_KEPT, " "), whole_line=True) for one in wrap(_SPAN.sub(_keep, plain), width, first)]
    if not style.colour:
        yield from (_BOLD.sub(r"\1", one) for one in lines)
        return
    yield from _INLINE.sub(lambda found: _inline(found, style), "\n".join(lines)).split("\n")


def _keep(found: re.Match[str]) -> str:
    """Code of the text, which is not broken over two lines unless it is long: it can be copied as it stands."""
    return found[0].replace(" ", _KEPT) if len(found[0]) <= _LONG else found[0]


def _link(found: re.Match[str]) -> str:
    text, address = found[1], found[2]
    return text if not address.startswith("http") or text == address else f"{text} ({address})"


def _heading(text: str) -> str:
    """A heading as its reader needs it: what is only for whoever runs the examples is left out."""
    return _HOW_IT_IS_RUN.sub(lambda found: f" ({found[1].replace('-', ' ')})" if found[1] else "", text)


def _inline(found: re.Match[str], style: Style) -> str:
    """Code and stressed words in their colours, line by line where they go over several."""
    text, colour = (found[1], "cyan") if found[1] else (found[2], "bold")
    return "\n".join(style.paint(line, colour) for line in text.split("\n"))


def _code(fence: re.Match[str], lines: Iterator[str], style: Style) -> Iterator[str]:
    """A code block: its title, then its lines, the faulty ones marked."""
    title = _TITLE.search(fence[3])
    marked = _line_numbers(_MARKED.search(fence[3]))
    if title:
        yield "  " + style.paint(safe(title[1]), "dim")
    for number, line in enumerate(lines, 1):
        if line.strip() == fence[1]:
            return
        mark = style.paint(">", "red") if number in marked else " "
        yield f"  {mark} {safe(line.expandtabs(4), whole_line=True)}".rstrip()


def _line_numbers(found: re.Match[str] | None) -> frozenset[int]:
    numbers: set[int] = set()
    for part in found[1].split() if found else ():
        first, _, last = part.partition("-")
        if first.isdigit() and (last or first).isdigit():
            numbers.update(range(int(first), int(last or first) + 1))
    return frozenset(numbers)
