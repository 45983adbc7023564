"""Python facts of a folder against a process that only parses the same files.

python benchmarks/facts.py FOLDER [PAIRS]
"""

from __future__ import annotations

import os
import sys

from paired import HEAD, PYTHON, compare, line

_FILES = """
import gc, os, sys, warnings
def sources(root):
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = os.path.join(folder, name)
            if name.endswith(".py") and not os.path.islink(path):
                with open(path, "rb") as file:
                    yield file.read()
"""
PARSE = f"""{_FILES}
import ast
warnings.simplefilter("ignore")
for data in sources(sys.argv[1]):
    try:
        ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
"""
EXTRACT = f"""{_FILES}
from mlready.facts.python_walk import extract
gc.disable()
for data in sources(sys.argv[1]):
    extract(data)
"""
KEEP = f"{EXTRACT.replace('    extract(data)', '    kept.append(extract(data))').replace('gc.disable()', 'gc.disable(); kept = []')}"
DECODE = f"""{KEEP}
from mlready.facts.python_walk import decode
for found in kept:
    if found.summary is not None:
        decode(found.detail).calls
"""


def main() -> None:
    folder = sys.argv[1]
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    os.environ["PYTHONPATH"] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    base = [PYTHON, "-c", PARSE, folder]
    print(f"{'facts against ast.parse':34}{'ours':>18}{'base':>27}")
    print(HEAD)
    for what, program in (
        ("extracted", EXTRACT),
        ("extracted and kept in memory", KEEP),
        ("and the calls of all decoded", DECODE),
    ):
        print(line(what, *compare([PYTHON, "-c", program, folder], base, pairs)))


if __name__ == "__main__":
    main()
