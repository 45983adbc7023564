"""Runs an example through the ordinary pipeline and compares what is said with what the page expects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from mlready.config import Config, find
from mlready.location import Location
from mlready.pipeline import rule_names, scan_source
from mlready.repo import Repo, Settings
from mlready.report import Report, Result, Site
from mlready.rule import BUILT_IN_SUBJECTS, Rule, demands, roles_named, unmet
from mlready.rulebook import RuleBook
from mlready.subject import Triggers, subjects_of
from mlready.testing.memory import Memory
from mlready.testing.page import SECTIONS, Example, examples_of, rules_of

TODAY = date(2026, 1, 15)
"""The day on which examples are judged."""


def check_example(example: Example) -> None:
    """Raises AssertionError with what was expected and what was found."""
    __tracebackhide__ = True
    if example.fault:
        raise AssertionError(example.fault)
    if example.kind == "page":
        _check_page(example)
        return
    rule = _rule(example)
    report, repo = _scan(example)
    faults = list(_faults(example, rule, report))
    if not faults and rule.triggers:
        faults = list(_speaks_untriggered(rule, _book(example), repo))
    if faults:
        notices = [f"notice: {one.path}: {one.message}" for one in (*report.notices, *report.unread)]
        where = f"{example.page}:{example.line}: {example}"
        raise AssertionError("\n  ".join([where, *faults, *notices]))


def _rule(example: Example) -> Rule:
    if example.rule is None:
        raise AssertionError(f"{example}: an example without a rule")
    return example.rule


def _book(example: Example) -> RuleBook:
    """A book of this rule alone; what mlready judges itself needs the rules that the example's files name."""
    rule = _rule(example)
    rules = [rule]
    if rule.subject in BUILT_IN_SUBJECTS:
        text = b"\n".join(one.data for one in example.files).decode("utf-8", "replace")
        rules += [one for one in rules_of(example.root) if one.name in text and one.name != rule.name]
    return RuleBook.of(rules, dict.fromkeys((one.name for one in rules), example.root))


def _scan(example: Example) -> tuple[Report, Repo]:
    """The example through the ordinary pipeline, with the roles asserted that the rule needs and that are not detected."""
    rule, book = _rule(example), _book(example)
    roles = _declared(example, book)
    if not example.detect and rule.when:
        detected = Repo(Memory(example.files), Settings(literals=book.literals, roles=roles))
        if all(unmet(rule.when, project.roles) for project in detected.projects):
            roles |= demands(rule.when)
    settings = Settings(literals=book.literals, roles=roles)
    config = Config(roles=roles, profile="preview")
    report = scan_source(Memory(example.files), config, book, today=TODAY)
    return report, Repo(Memory(example.files), settings)


def _declared(example: Example, book: RuleBook) -> dict[str, bool]:
    """The roles that the example's own configuration asserts or denies."""
    held = {one.path: one.data for one in example.files}
    config = find(held.get, rule_names(book))
    return {} if config is None else config.asserted_roles


def _faults(example: Example, rule: Rule, report: Report) -> Iterator[str]:
    if rule.subject in BUILT_IN_SUBJECTS:
        places = [one.location for one in report.findings if one.rule == rule.name]
        yield from _line_faults(example, [(place, "") for place in places if place is not None])
        return
    results = [one for one in report.results if one.rule == rule.name]
    errors = [one.reason for one in results if one.outcome == "error"]
    if errors:
        yield from errors
    elif example.kind == "good":
        yield from _good_faults(example, results)
    elif rule.is_site_rule:
        failed = [site for one in results for site in one.sites if site.outcome == "failed"]
        yield from _line_faults(example, [(site.places[0], site.message) for site in failed], results)
    else:
        yield from _repo_faults(example, results)


def _good_faults(example: Example, results: Sequence[Result]) -> Iterator[str]:
    outcomes = [site.outcome for one in results for site in one.sites]
    expected = example.expected
    unwelcome = {"passed": {"failed", "unknown"}, "partial": {"failed", "unknown"}, "unknown": {"failed"}}
    there = not outcomes if expected == "not_applicable" else expected in outcomes
    if there and unwelcome.get(expected, set()).isdisjoint(outcomes):
        return
    yield f"expected {expected.replace('_', ' ')}" + ("" if expected == "not_applicable" else " and nothing worse")
    yield from _told(results)


def _repo_faults(example: Example, results: Sequence[Result]) -> Iterator[str]:
    if any(one.marked for one in example.files):
        yield "a rule about the repository marks no lines: take out hl_lines"
    failed = [one for one in results if one.outcome == "failed"]
    if len(failed) != 1:
        yield f"expected one failure, got {len(failed)}"
        yield from _told(results)


def _line_faults(example: Example, failed: list[tuple[Location, str]], results: Sequence[Result] = ()) -> Iterator[str]:
    """Where the lines that fail differ from those marked; of a fault over several lines all or the first are marked."""
    marked = {(file.path, *place) for file in example.files for place in file.marked}
    starts = {(place.path, place.cell, place.line or 1): message for place, message in failed}
    covered = {
        (place.path, place.cell, line)
        for place, _ in failed
        for line in range(place.line or 1, (place.end_line or place.line or 1) + 1)
    }
    if not marked and example.kind == "bad":
        yield "no line is marked to fail: add hl_lines"
    missed, surplus = marked - covered, set(starts) - marked
    for path, cell, line in sorted(missed, key=str):
        yield f"expected {Location(path, line, cell=cell)} to fail, it does not"
    for path, cell, line in sorted(surplus, key=str):
        yield f"{Location(path, line, cell=cell)} fails and is not marked: {starts[path, cell, line]}"
    if missed or surplus:
        yield from _told(results)


def _told(results: Sequence[Result]) -> Iterator[str]:
    """What the rule said, verdict by verdict."""
    for result in results:
        yield f"project {result.project or '.'}: {result.outcome.replace('_', ' ')}" + _because(result.reason)
        for site in result.sites:
            yield f"  {site.outcome} at {_place(site)}" + _because(site.message)


def _because(text: str) -> str:
    return f" ({text})" if text else ""


def _place(site: Site) -> str:
    return str(site.places[0]) if site.places else "no place"


def _speaks_untriggered(rule: Rule, book: RuleBook, repo: Repo) -> Iterator[str]:
    """What the check says about subjects that do not meet one of its triggers."""
    triggers = Triggers([rule])
    for path, module, make in subjects_of(rule.subject, repo):
        subject = None if triggers.met(repo, path, None if module is None else module.summary) else make()
        for verdict in book.check(rule)(subject, repo) if subject is not None else ():
            if verdict.outcome != "not_applicable":
                yield f"{path} meets no trigger and still: {verdict.outcome}" + _because(verdict.message)


def _check_page(example: Example) -> None:
    """A page has prose, a remedy, and examples of both kinds; a rule for a role is shown to detect it."""
    rule = _rule(example)
    book = _book(example)
    own = [one for one in examples_of(example.root, example.page) if one.kind != "page"]
    faults = []
    if not book.why(rule.name):
        faults.append("it does not say why it matters")
    if not book.todo(rule.name):
        faults.append("the section `## What to do` is missing")
    if rule.subject not in BUILT_IN_SUBJECTS:
        for kind, heading in SECTIONS.items():
            if not any(one.kind == kind for one in own):
                faults.append(f"there is no example under `## {heading}`")
        if roles_named(rule.when) and not any(one.kind == "bad" and one.detect for one in own):
            faults.append("no Bad example is run under `detect`, and `when` names a role")
    if faults:
        raise AssertionError("\n  ".join([f"{example.page}:", *faults]))
