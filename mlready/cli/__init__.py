"""The command line: one module for each command, loaded on demand; the only code that prints or exits."""

import sys

from mlready import __version__


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status is 0, 1 (findings or a gate missed), 2 (could not do it) or 130 (interrupted)."""
    given = sys.argv[1:] if arguments is None else arguments
    if given == ["--version"]:
        print(f"mlready {__version__}")
        return 0
    try:
        from mlready.cli.program import run

        return run(given)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        print(f"mlready: error: {type(error).__name__}; this is a bug in mlready", file=sys.stderr)
        return 2
