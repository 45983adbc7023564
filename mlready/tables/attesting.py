"""Practices whose evidence may lie outside a repository: only these earn credit by being attested."""

ELSEWHERE = frozenset({
    # another system runs or scans it
    "no-ci",
    "no-supply-chain-scan",
    "tests-not-in-ci",
    # a platform watches, keeps or repeats it
    "no-alert-on-absurd-values",
    "no-alerting",
    "no-audit-trail-or-retention",
    "no-data-versioning",
    "no-drift-monitoring",
    "no-experiment-tracking",
    "no-model-versioning",
    "no-prediction-log",
    "no-resource-telemetry",
    "no-retry-policy",
    "no-run-lineage",
    "no-run-statistics",
    "no-serving-metrics",
    "no-tracing",
    # who delivers the data checks them
    "no-data-validation",
    "no-duplicate-check",
    "no-null-check",
    "no-schema-check",
    # people do it by hand and keep the result elsewhere
    "no-baseline",
    "no-evaluation-step",
    "no-explainability",
    "no-fairness-evidence",
    "no-model-quality-gate",
    "no-skew-test",
    "no-slice-metrics",
    # it is written down elsewhere
    "no-data-documentation",
    "no-decision-or-risk-record",
    "no-model-card",
    "no-owner-or-review-path",
    "no-runbook",
})  # fmt: skip

STATUSES = ("yes", "partly", "no", "not-applicable")
ATTESTED = "yes"
"""The status that earns credit; the others are kept as a record."""

CLAIMING = frozenset({"yes", "partly"})
"""Statuses that say something is there."""

FILES = (
    ".csv",
    ".docx",
    ".html",
    ".ipynb",
    ".json",
    ".md",
    ".pdf",
    ".png",
    ".py",
    ".rst",
    ".tf",
    ".toml",
    ".txt",
    ".xlsx",
    ".yaml",
    ".yml",
)
"""How evidence ends that is a file of the repository."""
