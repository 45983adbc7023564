"""A cold scan of a folder against a process that only parses the same Python files.

python benchmarks/scan.py FOLDER [PAIRS]
"""

from __future__ import annotations

import sys

from paired import HEAD, MLREADY, PYTHON, compare, line

PARSE = """
import ast, subprocess, sys, warnings
warnings.simplefilter("ignore")
folder = sys.argv[1]
listed = subprocess.run(["git", "-C", folder, "ls-files", "-z", "--", "*.py"], capture_output=True, check=True)
for name in listed.stdout.decode().split("\\0")[:-1]:
    try:
        with open(f"{folder}/{name}", "rb") as file:
            ast.parse(file.read())
    except (SyntaxError, ValueError, OSError):
        pass
"""


def main() -> None:
    folder = sys.argv[1]
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    print(f"{'scan against ast.parse':34}{'ours':>18}{'base':>27}")
    print(HEAD)
    ours = [MLREADY, "scan", folder, "--fail-on", "never"]
    print(line(folder.rstrip("/").rpartition("/")[2], *compare(ours, [PYTHON, "-c", PARSE, folder], pairs)))


if __name__ == "__main__":
    main()
