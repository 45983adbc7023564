"""`mlready rules`: the rule book as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mlready.cli.terminal import emit, style

if TYPE_CHECKING:
    from mlready.output.style import Style
    from mlready.rulebook import RuleBook


@click.command("rules")
@click.option("--format", "format_name", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option("--rules", metavar="DIR", help="Also list the rules of this folder.")
def command(format_name: str, rules: str | None) -> int:
    """List the rules: family, name, severity, profile and summary."""
    from mlready.cli.book import load_book

    book = load_book(rules)
    emit(_json(book) if format_name == "json" else _text(book, style()))
    return 0


def _text(book: RuleBook, style: Style) -> str:
    from mlready.output.sanitise import line as safe

    width = max((len(rule.name) for rule in book), default=0)
    lines: list[str] = []
    family = ""
    for rule in book:
        if rule.family != family:
            family = rule.family
            lines += ["", style.paint(family, "bold")] if lines else [style.paint(family, "bold")]
        lines.append(f"  {rule.name:<{width}}  {rule.severity:<8}  {rule.profile:<11}  {safe(rule.summary)}")
    lines += ["", f"{len(book)} rules; `mlready explain NAME` shows one"]
    return "\n".join(lines) + "\n"


def _json(book: RuleBook) -> str:
    import json

    rows = []
    for rule in book:
        row = rule._asdict()
        row["effort"] = {"once": row.pop("once"), "each": row.pop("each")}
        del row["path"], row["check_path"]
        rows.append(row)
    return json.dumps({"ruleset": book.version, "rules": rows}, indent=2) + "\n"
