"""`mlready scan [PATH...]`: what is found, what it costs, and the exit status that gates a pipeline."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from mlready.cli.terminal import Progress, emit, style

if TYPE_CHECKING:
    from mlready.config import Config
    from mlready.report import Report
    from mlready.rulebook import RuleBook
    from mlready.source import Source

FAILED, REFUSED = 1, 2
_PROFILES = ("recommended", "strict", "preview")
_SEVERITIES = ("critical", "high", "medium", "low", "info")
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


class Target(NamedTuple):
    """One repository to scan: `title` is how the reader named it, `listed` says that only files of it were named."""

    title: str
    source: Source
    listed: bool


@click.command("scan")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--format", "format_name", metavar="FORMAT", default="text", show_default=True, help="text or json.")
@click.option("--output", "outputs", metavar="FORMAT=FILE", multiple=True, help="Also write a report to a file.")
@click.option("--select", metavar="RULES", multiple=True, help="Only these rules or families; there is no score then.")
@click.option("--ignore", metavar="RULES", multiple=True, help="Do not show these rules or families.")
@click.option("--profile", type=click.Choice(_PROFILES), help="Which rules are shown.  [default: recommended]")
@click.option(
    "--fail-on",
    type=click.Choice((*_SEVERITIES, "never")),
    help="Exit status 1 from this severity of a new finding on.  [default: high]",
)
@click.option("--max-debt", type=click.FloatRange(0, 100), help="Exit status 1 where the debt is higher.")
@click.option("--min-grade", type=click.Choice(_GRADES), help="Exit status 1 where the grade is worse.")
@click.option("--explain-score", is_flag=True, help="Show the score point by point.")
@click.option("--untrusted", is_flag=True, help="Follow neither configuration nor suppressions of the repository.")
@click.option("--config", "config_file", metavar="FILE", help="Use this configuration and no other.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.option("--rules", metavar="DIR", help="Also check the rules of this folder; they count in no score.")
@click.option("--revision", metavar="REV", help="Scan a git revision, without a checkout.")
@click.option("--quiet", "-q", is_flag=True, help="Print no text report; errors and missed gates are still told.")
def command(**options: Any) -> int:
    """Scan folders, each one a repository, or single files; the default is the current folder.

    Files are checked only by the rules that judge a place in a file, and have no score.
    """
    return _scan(Options(**options))


def _scan(options: Options) -> int:
    import gc

    from mlready.cli.book import load_book
    from mlready.output import Display, render

    _known_format(options.format_name)
    files = [_output(text) for text in options.outputs]
    if options.isolated and options.config_file:
        raise click.UsageError("--isolated and --config exclude each other")
    paths = options.paths or (".",)
    book = load_book(options.rules, paths)
    targets = list(_targets(paths, options.revision))
    configs = [_config(target, book, options) for target in targets]
    with Progress("scanning"):
        reports = [
            _report(target, config, book, trusted=not options.untrusted)
            for target, config in zip(targets, configs, strict=True)
        ]
    gc.freeze()  # nothing of it is looked through again, not even at the end
    display = Display(explain=options.explain_score, titles=tuple(target.title for target in targets))
    for name, file in files:
        _write(file, render(name, reports, book, display))
    if not (options.quiet and options.format_name == "text"):
        emit(render(options.format_name, reports, book, display._replace(style=style())))
    return _status(targets, reports, configs, book)


def _known_format(name: str) -> str:
    from mlready.config import instead
    from mlready.output import FORMATS

    if name not in FORMATS:
        raise click.UsageError(f"unknown format {instead(name, FORMATS)} (one of {', '.join(FORMATS)})")
    return name


def _output(text: str) -> tuple[str, str]:
    """FORMAT=FILE taken apart, and refused before the scan where the file could not be written."""
    name, equals, path = text.partition("=")
    if not equals or not path:
        raise click.UsageError(f"--output {text}: expected FORMAT=FILE")
    _known_format(name)
    folder = os.path.dirname(path) or "."
    if not os.path.isdir(folder):
        raise click.UsageError(f"--output {text}: no such folder: {folder}")
    if os.path.isdir(path):
        raise click.UsageError(f"--output {text}: this is a folder")
    return name, path


def _targets(paths: Sequence[str], revision: str | None) -> Iterator[Target]:
    """Every folder is a repository of its own; files are taken together by the repository they lie in."""
    from mlready.source import SourceError, open_source

    files = []
    try:
        for path in dict.fromkeys(paths):
            if os.path.isdir(path) or not os.path.lexists(path) or revision is not None:
                yield Target(path, open_source(path, revision), listed=False)
            else:
                files.append(path)
        yield from _listed(files)
    except SourceError as error:
        raise click.UsageError(str(error)) from None


def _listed(files: list[str]) -> Iterator[Target]:
    from mlready.source import open_files

    while files:
        root = os.path.join(open_files(files).root, "")
        inside = [file for file in files if os.path.join(_real_folder(file), "").startswith(root)]
        files = [file for file in files if file not in set(inside)]
        yield Target(inside[0] if len(inside) == 1 else f"{len(inside)} files", open_files(inside), listed=True)


def _real_folder(file: str) -> str:
    return os.path.realpath(os.path.dirname(file) or ".")


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
    if target.listed:  # gates of the configuration are for the repository as a whole
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
    names = rule_names(book)
    for name in found:
        unknown = unknown_rule(name, names)
        if unknown:
            raise click.UsageError(f"{option}: {unknown}")
    return tuple(found)


def _report(target: Target, config: Config, book: RuleBook, *, trusted: bool) -> Report:
    from mlready.pipeline import scan_source

    return scan_source(target.source, config, book, trusted=trusted)


def _write(path: str, text: str) -> None:
    """Write a file whole or not at all; what is no regular file is written to as it is."""
    path = os.path.realpath(path)
    passing = path if os.path.exists(path) and not os.path.isfile(path) else f"{path}.{os.getpid()}.part"
    try:
        try:
            with open(passing, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.write(text)
            if passing != path:
                os.replace(passing, path)
        except BaseException:
            if passing != path and os.path.lexists(passing):
                os.unlink(passing)
            raise
    except OSError as error:
        raise click.FileError(path, error.strerror or type(error).__name__) from None


def _status(
    targets: Sequence[Target],
    reports: Sequence[Report],
    configs: Sequence[Config],
    book: RuleBook,
) -> int:
    """0, 1 or 2; the reason of a 1 or a 2 is told in one line on stderr."""
    from mlready.cli.program import refuse

    crashed = [result for report in reports for result in report.results if result.outcome == "error"]
    if crashed:
        more = f" (and {len(crashed) - 1} more)" if len(crashed) > 1 else ""
        foreign = (rule := book.get(crashed[0].rule)) is not None and rule.foreign
        whose = "a rule of --rules failed" if foreign else "this is a bug in mlready"
        return refuse(f"{crashed[0].reason}{more}; {whose}")
    missed: list[str] = []
    for target, report, config in zip(targets, reports, configs, strict=True):
        prefix = f"{target.title}: " if len(targets) > 1 else ""
        missed += [prefix + reason for reason in _missed(report, config, book)]
    if missed:
        from mlready.output.sanitise import line

        emit(f"mlready: {line('; '.join(missed))}\n", sys.stderr)
    return FAILED if missed else 0


def _missed(report: Report, config: Config, book: RuleBook) -> Iterator[str]:
    """The gates that this report does not pass."""
    from mlready.output.text import is_new

    grave = _SEVERITIES[: _SEVERITIES.index(config.fail_on) + 1] if config.fail_on in _SEVERITIES else ()
    gating = [
        finding
        for finding in report.findings
        if is_new(finding) and finding.severity in grave and book[finding.rule].is_site_rule
    ]
    if gating:
        yield f"{len(gating)} new finding{'s' * (len(gating) > 1)} of severity {config.fail_on} or above (--fail-on)"
    score = report.score
    without = f"there is no score: {score.reason}"
    if config.max_debt is not None and (score.debt is None or score.debt > config.max_debt):
        debt = without if score.debt is None else f"the debt is {score.debt:.2f}"
        yield f"{debt} (--max-debt {config.max_debt:g})"
    if config.min_grade is not None and (score.grade is None or score.grade > config.min_grade):
        grade = without if score.grade is None else f"the grade is {score.grade}"
        yield f"{grade} (--min-grade {config.min_grade})"
