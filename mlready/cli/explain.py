"""`mlready explain RULE`: the page of a rule, readable in a terminal."""

from __future__ import annotations

import click

from mlready.cli.terminal import emit, style


@click.command("explain")
@click.argument("rule")
@click.option("--rules", metavar="DIR", help="Also look in the rules of this folder.")
def command(rule: str, rules: str | None) -> int:
    """Show what a rule is about, why it matters and what to do."""
    from mlready.cli.book import known_rule, load_book
    from mlready.output.page import render_page

    book = load_book(rules)
    found = known_rule(rule, book)
    emit(render_page(found, book.page(found.name), style()))
    return 0
