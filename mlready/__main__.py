"""`python -m mlready`."""

import sys

from mlready.cli import main

if __name__ == "__main__":
    sys.exit(main())
