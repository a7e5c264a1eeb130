"""python -m dashboard: files made from the command line (contract.md 1)."""

import argparse
import sys
from collections.abc import Sequence

from dashboard import briefing_command as briefing
from dashboard import commands as snapshot


def main(given: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is its own."""
    parser = argparse.ArgumentParser(prog="python -m dashboard")
    commands = parser.add_subparsers(dest="command", required=True)
    snapshot.add_to(commands)
    briefing.add_to(commands)
    chosen = parser.parse_args(given)
    code: int = chosen.run(chosen)
    return code


if __name__ == "__main__":
    sys.exit(main())
