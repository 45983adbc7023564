"""Tools that look through dependencies, secrets, code and models for what makes them unsafe."""

SCANNERS = {
    "pip-audit": "dependencies", "pip_audit": "dependencies", "safety": "dependencies", "osv-scanner": "dependencies", "trivy": "dependencies",
    "grype": "dependencies", "snyk": "dependencies", "jake": "dependencies", "dep-scan": "dependencies", "npm-audit": "dependencies",
    "gitleaks": "secrets", "detect-secrets": "secrets", "detect-secrets-hook": "secrets", "trufflehog": "secrets", "ggshield": "secrets",
    "git-secrets": "secrets", "codeql": "code", "semgrep": "code", "bandit": "code", "modelscan": "models", "picklescan": "models",
    "syft": "a bill of materials", "cyclonedx-py": "a bill of materials", "cyclonedx-bom": "a bill of materials",
    "zizmor": "workflows", "scorecard": "the supply chain",
}  # fmt: skip
"""Program -> what it looks through."""

SCAN_ACTIONS = {
    "github/codeql-action/": "code", "pypa/gh-action-pip-audit": "dependencies", "google/osv-scanner": "dependencies",
    "aquasecurity/trivy-action": "dependencies", "anchore/scan-action": "dependencies", "snyk/actions": "dependencies",
    "actions/dependency-review-action": "dependencies", "pyupio/safety": "dependencies", "docker/scout-action": "dependencies",
    "gitleaks/gitleaks-action": "secrets", "trufflesecurity/trufflehog": "secrets", "gitguardian/ggshield": "secrets",
    "ossf/scorecard-action": "the supply chain", "zizmorcore/zizmor-action": "workflows", "semgrep/": "code", "returntocorp/semgrep": "code",
    "sonarsource/": "code", "anchore/sbom-action": "a bill of materials", "cyclonedx/": "a bill of materials",
    "dependencyscanning": "dependencies", "advancedsecurity": "code", "componentgovernance": "dependencies", "credscan": "secrets",
}  # fmt: skip
"""What `uses` or a task starts with, in lower case -> what it looks through."""

SCAN_TEMPLATES = ("dependency-scanning", "secret-detection", "sast", "container-scanning")
"""Parts of the names of templates that a CI system brings along."""

UPDATERS = (
    ".github/dependabot.yml",
    ".github/dependabot.yaml",
    "renovate.json",
    ".github/renovate.json",
    ".renovaterc",
    ".renovaterc.json",
)
"""Files of bots that raise versions, those with known faults among them."""
