"""python -m dashboard: the weekly snapshot from the command line (contract.md 1)."""

import sys

from dashboard.commands import main

if __name__ == "__main__":
    sys.exit(main())
