"""What to do first: causes in the order in which repaying them gains most for the hours they take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import fsum
from typing import NamedTuple, Protocol

from mlready.location import Location
from mlready.report import Result, RoadmapItem, Score, Site
from mlready.score import Weighted, effort, is_due, loss, spread
from mlready.tables import weights

_NOTHING = 1e-9
_Key = tuple[str, str]  # project and rule, or project and family


class Pages(Protocol):
    """What the rule book says of a rule."""

    def why(self, name: str, /) -> str: ...

    def todo(self, name: str, /) -> str: ...


class _NoPages:
    def why(self, name: str, /) -> str:  # noqa: ARG002
        return ""

    def todo(self, name: str, /) -> str:  # noqa: ARG002
        return ""


class _Line:
    """One rule in one project, as it stands while causes are repaid one by one."""

    __slots__ = ("blockers", "family", "lost", "rule", "sites", "weight")

    def __init__(self, rule: Weighted, project: str, lost: float | None, sites: tuple[Site, ...]) -> None:
        self.rule = rule
        self.family = (project, rule.family)
        self.weight = rule.weight
        self.lost = lost  # its own loss, None where it would not be assessed
        self.sites = sites  # what is due
        self.blockers: set[_Key] = set()  # broader rules that fail

    def state(self) -> tuple[float, float]:
        """(lost weight, assessed weight) now: 1 is lost while a broader rule fails."""
        if self.blockers:
            return self.weight, self.weight
        return (0.0, 0.0) if self.lost is None else (self.weight * self.lost, self.weight)

    def state_without(self, repaid: set[_Key], key: _Key) -> tuple[float, float]:
        """The same once the lines `repaid` have passed."""
        if self.blockers - repaid:
            return self.weight, self.weight
        if key in repaid:
            return 0.0, self.weight
        return (0.0, 0.0) if self.lost is None else (self.weight * self.lost, self.weight)


class _Cause(NamedTuple):
    """What is repaid together: the failing lines of a root cause, and every line that their repayment can change."""

    name: str
    lines: tuple[_Key, ...]
    changed: tuple[_Key, ...]
    families: frozenset[_Key]
    hours: float
    worth: float  # priority of one point: urgency times reach times confidence, by the hours


class _Family:
    """The sums of one family in one project."""

    __slots__ = ("assessed", "lost", "weight")

    def __init__(self, weight: float) -> None:
        self.weight = weight
        self.lost = 0.0
        self.assessed = 0.0

    def share(self, lost: float = 0.0, assessed: float = 0.0) -> tuple[float, float]:
        """(W'_p debt_p / 100, W'_p) with these amounts added."""
        lost, assessed = self.lost + lost, self.assessed + assessed
        return (
            self.weight * lost / max(weights.FULL_EVIDENCE, assessed),
            self.weight * min(1.0, assessed / weights.FULL_EVIDENCE),
        )


def roadmap(
    results: Iterable[Result],
    rules: Mapping[str, Weighted],
    projects: Mapping[str, Score],
    total: Score,
    *,
    own: Iterable[Result] = (),
    reach: Mapping[str, float] | None = None,
    pages: Pages | None = None,
    hours: float | None = None,
) -> tuple[RoadmapItem, ...]:
    """The causes of debt in the order to repay them, each gain counted with all earlier ones repaid.

    `own` are the results as they are when no broader rule silences them: with them the parts of a broader rule wake up
    once it is repaid, without them they are repaid along with it. `reach` is the share of the entry points that a rule
    touches, 1 where it is not said. `hours` is a budget: only what fits. Without a score the gains are 0.
    """
    ledger = _Ledger(results, rules, projects, own)
    causes = ledger.causes(reach or {})
    before = _before(causes, ledger)
    items: list[RoadmapItem] = []
    spent = 0.0
    for cause, gain, priority in _order(causes, before, ledger, hours):
        item = ledger.item(cause, pages or _NoPages())
        items.append(
            item._replace(
                gain=0.0 if total.debt is None else gain,
                priority=priority,
                horizon="now" if spent < weights.NOW_HOURS else "next" if spent < weights.NEXT_HOURS else "later",
                after=tuple(sorted(before[cause.name] & {one.cause for one in items})),
            )
        )
        spent += cause.hours
    return tuple(items)


class _Ledger:
    """All lines and sums of the repository; knows what repaying a cause changes."""

    def __init__(
        self,
        results: Iterable[Result],
        rules: Mapping[str, Weighted],
        projects: Mapping[str, Score],
        own: Iterable[Result],
    ) -> None:
        counted = {path for path, one in projects.items() if one.tally.roles} or set(projects)
        present = sorted(
            (one for one in results if one.project in counted and one.rule in rules and rules[one.rule].weight),
            key=lambda one: (one.project, one.rule),
        )
        awake = {(one.project, one.rule): one for one in own}
        self.rules = rules
        self.lines: dict[_Key, _Line] = {}
        failing: set[_Key] = set()
        for result in present:
            key = result.project, result.rule
            seen = _awake(result, awake)
            self.lines[key] = _line(seen, rules[result.rule])
            if seen.outcome == "failed":
                failing.add(key)
        broader = _broader(rules)
        for result in present:
            if result.because is not None:
                above = {(result.project, name) for name in broader.get(result.rule, ())}
                blockers = (above & failing) | {(result.project, result.because)}
                self.lines[result.project, result.rule].blockers = blockers
        self._families = {
            (path, family.family): _Family(family.weight) for path in counted for family in projects[path].families
        }
        for line in self.lines.values():
            lost, assessed = line.state()
            self._families[line.family].lost += lost
            self._families[line.family].assessed += assessed
        shares = [family.share() for family in self._families.values()]
        self.owed, self.weight = fsum(share[0] for share in shares), fsum(share[1] for share in shares)

    def causes(self, reach: Mapping[str, float]) -> dict[str, _Cause]:
        """Every cause that something is due for, by name."""
        members: dict[str, list[_Key]] = {}
        for key, line in self.lines.items():
            if line.sites and line.lost:
                members.setdefault(line.rule.cause, []).append(key)
        waiting: dict[_Key, list[_Key]] = {}
        for key, line in self.lines.items():
            for blocker in line.blockers:
                waiting.setdefault(blocker, []).append(key)
        causes = {}
        for name, keys in sorted(members.items()):
            changed = tuple(sorted({*keys, *(part for key in keys for part in waiting.get(key, ()))}))
            families = frozenset(self.lines[key].family for key in changed)
            lines = [self.lines[key] for key in keys]
            hours = self._hours(keys)
            worth = _urgency(lines) * max(reach.get(line.rule.name, 1.0) for line in lines) * _confidence(lines)
            worth /= max(hours, weights.LEAST_HOURS)
            causes[name] = _Cause(name, tuple(keys), changed, families, hours, worth)
        return causes

    def cause_of(self, rule: str) -> str:
        """What a rule is repaid with; nothing of that name where the rule is unheard of."""
        return self.rules[rule].cause if rule in self.rules else ""

    def _hours(self, keys: Iterable[_Key]) -> float:
        work: dict[str, list[tuple[Weighted, int]]] = {}
        for key in keys:
            work.setdefault(key[0], []).append((self.lines[key].rule, len(self.lines[key].sites)))
        return fsum(effort(parts) for parts in work.values())

    def relief(self, cause: _Cause) -> tuple[float, float]:
        """How much less would be owed and assessed once a cause is repaid."""
        repaid = set(cause.lines)
        change: dict[_Key, tuple[float, float]] = {}
        for key in cause.changed:
            line = self.lines[key]
            old, new = line.state(), line.state_without(repaid, key)
            lost, assessed = change.get(line.family, (0.0, 0.0))
            change[line.family] = lost + new[0] - old[0], assessed + new[1] - old[1]
        owed = weight = 0.0
        for key, (lost, assessed) in change.items():
            now, then = self._families[key].share(), self._families[key].share(lost, assessed)
            owed += now[0] - then[0]
            weight += now[1] - then[1]
        return owed, weight

    def gain(self, relief: tuple[float, float]) -> float:
        """The points that the debt falls by."""
        owed, weight = self.owed - relief[0], self.weight - relief[1]
        return 100 * (self.owed / self.weight - (owed / weight if weight else 0.0))

    def repay(self, cause: _Cause) -> None:
        """Sets the failing lines of a cause to passed and wakes what they silenced."""
        owed, weight = self.relief(cause)
        repaid = set(cause.lines)
        for key in cause.changed:
            line = self.lines[key]
            old = line.state()
            line.blockers -= repaid
            if key in repaid:
                line.lost = 0.0
            new = line.state()
            self._families[line.family].lost += new[0] - old[0]
            self._families[line.family].assessed += new[1] - old[1]
        self.owed -= owed
        self.weight -= weight

    def item(self, cause: _Cause, pages: Pages) -> RoadmapItem:
        """A cause as the report shows it, in the words of its heaviest rule; its place in the order is yet to come."""
        lines = sorted((self.lines[key] for key in cause.lines), key=lambda line: (-line.weight, line.rule.name))
        first = lines[0].rule
        places = [site.places[0] for line in lines for site in line.sites if site.places]
        return RoadmapItem(
            cause=cause.name,
            rules=tuple(dict.fromkeys(line.rule.name for line in lines)),
            title=first.summary or first.name,
            why=pages.why(first.name),
            todo=pages.todo(first.name),
            locations=_once(places)[: weights.PLACES_SHOWN],
            places=sum(len(line.sites) for line in lines),
            hours=spread(cause.hours),
            gain=0.0,
            priority=0.0,
            horizon="later",
        )


def _awake(result: Result, own: Mapping[_Key, Result]) -> Result:
    """A result as it is when no broader rule silences it; passed where nobody knows."""
    if result.because is None:
        return result
    return own.get((result.project, result.rule), result._replace(outcome="passed", because=None, sites=()))


def _line(result: Result, rule: Weighted) -> _Line:
    return _Line(rule, result.project, loss(result, rule), tuple(filter(is_due, result.sites)))


def _once(places: Iterable[Location]) -> tuple[Location, ...]:
    return tuple(dict.fromkeys(places))


def _broader(rules: Mapping[str, Weighted]) -> dict[str, set[str]]:
    """For every part the rules that silence it, directly or by way of others."""
    silences = {rule.name: rule.silences for rule in rules.values() if rule.silences}
    found: dict[str, set[str]] = {}
    for name in silences:
        for part in _reached(name, silences):
            found.setdefault(part, set()).add(name)
    return found


def _reached(start: str, edges: Mapping[str, Iterable[str]]) -> set[str]:
    """All that can be reached from a node, without itself."""
    seen: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(edges.get(node, ()))
    return seen - {start}


def _urgency(lines: Iterable[_Line]) -> float:
    return max(weights.URGENCY[_risk(line.rule.family, site.severity)] for line in lines for site in line.sites)


def _risk(family: str, severity: str) -> str:
    """The risk class of a site (danger: leak, code execution, data loss; wrong: silently wrong results)."""
    if severity == "critical":
        return "danger" if family in weights.DANGER_FAMILIES else "wrong"
    return "wrong" if severity == "high" and family in weights.WRONG_FAMILIES else "rest"


def _confidence(lines: Iterable[_Line]) -> float:
    """The mean confidence of what is due."""
    shares = [weights.CONFIDENCE_WEIGHTS[site.confidence] for line in lines for site in line.sites]
    return fsum(shares) / len(shares)


def _before(causes: Mapping[str, _Cause], ledger: _Ledger) -> dict[str, set[str]]:
    """For every cause the ones to repay first: those that unblock it, and those that silence all of it."""
    before: dict[str, set[str]] = {name: set() for name in causes}
    for cause in causes.values():
        for name in {name for key in cause.lines for name in ledger.lines[key].rule.unblocks}:
            before.get(ledger.cause_of(name), set()).add(cause.name)
        blockers = [ledger.lines[key].blockers for key in cause.lines]
        if all(blockers):
            before[cause.name] |= {ledger.cause_of(name) for found in blockers for _, name in found}
    return {name: (found & before.keys()) - {name} for name, found in before.items()}


def _order(
    causes: Mapping[str, _Cause], before: Mapping[str, set[str]], ledger: _Ledger, hours: float | None
) -> Iterator[tuple[_Cause, float, float]]:
    """Repays the causes one by one: (cause, gain, priority), best first, prerequisites before what they unblock."""
    unlocks: dict[str, set[str]] = {name: set() for name in causes}
    for name, found in before.items():
        for one in found:
            unlocks[one].add(name)
    later = {name: _reached(name, unlocks) for name in causes}
    reliefs: dict[str, tuple[float, float]] = {}
    open_causes = dict(causes)
    left = hours
    while open_causes:
        for name, cause in open_causes.items():
            if name not in reliefs:
                reliefs[name] = ledger.relief(cause)
        gains = {name: ledger.gain(reliefs[name]) for name in open_causes}
        own = {name: gains[name] * cause.worth for name, cause in open_causes.items()}
        best = own | {
            name: max([own[name], *(own[one] for one in later[name] if one in own)]) for name in own if later[name]
        }
        free = [name for name in own if own.keys().isdisjoint(before[name])] or list(own)
        fitting = [name for name in free if left is None or causes[name].hours <= left + _NOTHING]
        if not fitting:
            return
        name = min(fitting, key=lambda name: (-best[name], -own[name], name))
        cause = open_causes.pop(name)
        if gains[name] <= _NOTHING:  # silenced by a rule that is no part of the score
            continue
        ledger.repay(cause)
        if left is not None:
            left -= cause.hours
        for other, rest in open_causes.items():
            if not rest.families.isdisjoint(cause.families):
                reliefs.pop(other, None)
        yield cause, gains[name], best[name]
