"""What starting costs: the version, the help and one file, against an interpreter that does nothing.

python benchmarks/start.py [FILE] [PAIRS]
"""

from __future__ import annotations

import sys
from pathlib import Path

from paired import HEAD, MLREADY, PYTHON, compare, line


def main() -> None:
    file = sys.argv[1] if len(sys.argv) > 1 else str(Path(__file__).parent.parent / "mlready" / "engine.py")
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    print(HEAD)
    for arguments in (["--version"], ["--help"], ["scan", "--fail-on", "never", file]):
        what = " ".join(arguments).replace(file, "FILE")
        print(line(what, *compare([MLREADY, *arguments], [PYTHON, "-c", "pass"], pairs)))


if __name__ == "__main__":
    main()
