"""`mlready scan [PATH...]`: what is found, what it costs, and the exit status that gates a pipeline."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from mlready.cli.terminal import Progress, emit, style
from mlready.verdict import SEVERITIES

if TYPE_CHECKING:
    from mlready.cli.target import Target
    from mlready.config import Config
    from mlready.rulebook import RuleBook

_PROFILES = ("recommended", "strict", "preview")
_GRADES = ("A", "B", "C", "D", "E")


class Options(NamedTuple):
    """The command line as it was given; None and empty where it says nothing."""

    paths: tuple[str, ...]
    format_name: str
    outputs: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    profile: str | None
    fail_on: str | None
    max_debt: float | None
    min_grade: str | None
    explain_score: bool
    untrusted: bool
    config_file: str | None
    isolated: bool
    rules: str | None
    revision: str | None
    quiet: bool


class _Debt(click.FloatRange):
    """A number that messages call one."""

    name = "number from 0 to 100"


@click.command("scan")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--format", "format_name", metavar="FORMAT", default="text", show_default=True, help="text or json.")
@click.option("--output", "outputs", metavar="FORMAT=FILE", multiple=True, help="Also write a report to a file.")
@click.option("--select", metavar="RULES", multiple=True, help="Only these rules or families; there is no score then.")
@click.option("--ignore", metavar="RULES", multiple=True, help="Do not show these rules or families.")
@click.option("--profile", type=click.Choice(_PROFILES), help="Which rules are shown.  [default: recommended]")
@click.option(
    "--fail-on",
    type=click.Choice((*SEVERITIES, "never")),
    help="Exit status 1 from this severity of a new finding on.  [default: high]",
)
@click.option("--max-debt", metavar="N", type=_Debt(0, 100), help="Exit status 1 where the debt is higher.")
@click.option("--min-grade", type=click.Choice(_GRADES), help="Exit status 1 where the grade is worse.")
@click.option("--explain-score", is_flag=True, help="Show the score point by point.")
@click.option(
    "--untrusted", is_flag=True, help="Follow no configuration, suppression or attestation of the repository."
)
@click.option("--config", "config_file", metavar="FILE", help="Use this configuration and no other.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.option("--rules", metavar="DIR", help="Also check the rules of this folder; they count in no score.")
@click.option("--revision", metavar="REV", help="Scan a git revision, without a checkout.")
@click.option("--quiet", "-q", is_flag=True, help="Print no text report; errors and missed gates are still told.")
def command(**options: Any) -> int:
    """Scan folders, each one a repository, or single files; the default is the current folder.

    Files are checked only by the rules that judge a place in a file, and have no score.
    """
    import gc

    running = gc.isenabled()
    gc.disable()
    try:
        return _scan(Options(**options))
    finally:
        gc.freeze()  # what there is will not be looked through for cycles, not even at the end of the program
        if running:
            gc.enable()


def _scan(options: Options) -> int:
    from mlready.cli.book import load_book
    from mlready.cli.gate import status
    from mlready.cli.report_file import known_format, parse_output, write
    from mlready.cli.target import targets
    from mlready.output import Display, render
    from mlready.pipeline import scan_source

    known_format(options.format_name)
    files = [parse_output(text) for text in options.outputs]
    if options.config_file == "" or options.rules == "":
        raise click.UsageError(f"{'--rules' if options.rules == '' else '--config'}: the name is empty")
    if options.isolated and options.config_file:
        raise click.UsageError("--isolated and --config exclude each other")
    if options.max_debt is not None and isnan(options.max_debt):
        raise click.UsageError("--max-debt: nan is not a number")
    found = list(targets(options.paths or (".",), options.revision))
    book = load_book(options.rules, [target.source.root for target in found])
    configs = [_config(target, book, options) for target in found]
    with Progress("scanning"):
        reports = [
            scan_source(target.source, config, book, trusted=not options.untrusted)
            for target, config in zip(found, configs, strict=True)
        ]
    display = Display(explain=options.explain_score, titles=tuple(target.title for target in found))
    for name, file in files:
        write(file, render(name, reports, book, display))
    if not (options.quiet and options.format_name == "text"):
        emit(render(options.format_name, reports, book, display._replace(style=style())))
    return status(found, reports, configs, book)


def _config(target: Target, book: RuleBook, options: Options) -> Config:
    """The configuration of a repository with what the command line says laid over it."""
    from mlready.config import Config, ConfigError, load
    from mlready.pipeline import configuration, rule_names

    try:
        if options.config_file:
            config = load(options.config_file, rule_names(book))
        elif options.isolated or options.untrusted:
            config = Config()
        else:
            config = configuration(target.source, book)
    except ConfigError as error:
        raise click.UsageError(str(error)) from None
    if target.is_partial:  # gates of the configuration are for the repository as a whole
        config = config._replace(max_debt=None, min_grade=None)
    return config._replace(
        profile=options.profile or config.profile,
        fail_on=options.fail_on or config.fail_on,
        max_debt=config.max_debt if options.max_debt is None else options.max_debt,
        min_grade=options.min_grade or config.min_grade,
        select=_rules("--select", options.select, book) or config.select,
        hidden=_rules("--ignore", options.ignore, book),
    )


def _rules(option: str, values: Iterable[str], book: RuleBook) -> tuple[str, ...]:
    """Rules and families of an option that may be repeated and hold a list with commas."""
    from mlready.config import unknown_rule
    from mlready.pipeline import rule_names

    found = [name.strip() for value in values for name in value.split(",") if name.strip()]
    if option == "--select" and not found and list(values):
        raise click.UsageError("--select: no rule is named")
    names = rule_names(book)
    for name in found:
        unknown = unknown_rule(name, names)
        if unknown:
            raise click.UsageError(f"{option}: {unknown}")
    return tuple(found)
