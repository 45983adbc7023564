"""Checks an installed `mlready` from outside the checkout: `check_wheel.py COMMAND EMPTY_FOLDER`."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = """\
import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

frame = pd.read_parquet("houses.parquet")
train, test, sold, unsold = train_test_split(frame[["rooms"]], frame["sold"])
model = LogisticRegression().fit(train, sold)
joblib.dump(model, "model.joblib")
"""


def main(command: str, folder: str) -> None:
    elsewhere = Path(folder, "elsewhere")
    sample = elsewhere / "sample"
    sample.mkdir(parents=True)
    (sample / "train.py").write_text(SAMPLE)

    def run(*arguments: str) -> str:
        return subprocess.run((command, *arguments), cwd=elsewhere, check=True, capture_output=True, text=True).stdout

    version = (ROOT / "mlready" / "__init__.py").read_text().split('__version__ = "')[1].split('"')[0]
    assert version in run("--version")
    listed = run("rules")
    book = {page.stem.replace("_", "-") for page in (ROOT / "rules").glob("*/*.md")}
    assert book, "the rule book is empty"
    assert not (missing := {name for name in book if name not in listed}), f"not in the wheel: {sorted(missing)}"
    for subject in (sample, *sorted(path for path in (ROOT / "fixtures").iterdir() if path.is_dir())):
        options = ("--format", "json", "--profile", "preview", "--fail-on", "never")
        report = json.loads(run("scan", str(subject), *options))
        assert {"schema_version", "score", "results", "findings", "roadmap"} <= report.keys()
        assert not [result for result in report["results"] if result["outcome"] == "error"]
        print(subject.name, "debt", report["score"]["debt"], "findings", len(report["findings"]))
        if subject == sample:
            assert any(finding["path"] == "train.py" for finding in report["findings"]), "nothing found in the sample"


if __name__ == "__main__":
    main(*sys.argv[1:])
