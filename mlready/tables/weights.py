"""The numbers of the score and the roadmap; a change here is a change of the ruleset."""

FAMILY_WEIGHTS = {
    "reproducibility": 15.0,
    "versioning": 12.0,
    "sanity": 14.0,
    "testing": 12.0,
    "monitoring": 13.0,
    "automation": 8.0,
    "infrastructure": 6.0,
    "serving": 8.0,
    "security": 6.0,
    "cost": 2.0,
    "governance": 2.0,
    "maintainability": 2.0,
}
SEVERITY_WEIGHTS = {"critical": 10.0, "high": 6.0, "medium": 3.0, "low": 1.0, "info": 0.0}
CONFIDENCE_WEIGHTS = {"high": 1.0, "medium": 0.7, "low": 0.4}

PARTIAL_CREDIT = 0.5
CRITICAL_FLOOR = 0.5  # the least loss of a rule with a live critical site
LIVE_CONFIDENCE = 0.7  # the least confidence at which a critical site is live
FULL_EVIDENCE = 10.0  # A_p from which a family counts in full

GOAL_FAMILIES = {
    "scale": ("serving", "infrastructure", "automation"),
    "reliability": ("serving", "monitoring", "testing"),
    "compliance": ("security", "governance", "versioning"),
    "cost": ("cost",),
    "experimentation": ("reproducibility", "versioning"),
    "speed": ("automation", "testing", "infrastructure"),
    "quality": ("sanity", "testing", "monitoring"),
}
GOAL_FACTOR = 1.5

GRADES = (("A", 10.0), ("B", 25.0), ("C", 40.0), ("D", 60.0), ("E", 100.0))  # grade, highest debt
CAP = "C"  # the best grade under a cap
CAP_FAMILY_WEIGHT = 12.0  # default weight of a family that can cap the grade
CAP_FAMILY_ASSESSED = 10.0
CAP_FAMILY_DEBT = 60.0

LEAST_COVERAGE = 0.6
LEAST_ASSESSED = 40.0  # sum of A_p
LEAST_FAMILIES = 4

HOURS_LINEAR = 3  # so many places cost the full price each, further ones ever less
HOURS_RANGE = (0.5, 2.0)
LEAST_HOURS = 0.5  # what an item is divided by at least

URGENCY = {"danger": 2.0, "wrong": 1.5, "rest": 1.0}
DANGER_FAMILIES = frozenset({"security", "versioning"})  # whose critical rules tell of leaks, code execution, data loss
WRONG_FAMILIES = frozenset({"sanity"})  # whose high rules tell of silently wrong results

NOW_HOURS = 8.0  # an item that starts within a day of work
NEXT_HOURS = 40.0  # within a week
PLACES_SHOWN = 20
