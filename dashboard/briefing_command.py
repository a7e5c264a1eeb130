"""python -m dashboard briefing: what it takes from the command line.

What it does is in dashboard.ui.briefing.command, which is loaded when it is asked for:
no other command waits for Streamlit.
"""

import argparse
import logging
from pathlib import Path
from typing import Any

from dashboard.export.pack import FORMATS, Format


def add_to(commands: Any) -> None:  # noqa: ANN401 - argparse has no name for it
    """Let a command line take `briefing`."""
    parser = commands.add_parser(
        "briefing", help="make the files of a selection saved on the briefing page"
    )
    parser.add_argument("--pack", type=Path, required=True, metavar="FILE")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--formats",
        type=_formats,
        default=FORMATS,
        help=f"some of {','.join(FORMATS)}; without it, all",
    )
    parser.add_argument("--lang", choices=("th", "en"), help="instead of the file's")
    parser.add_argument("--era", choices=("be", "ce"), help="instead of the file's")
    parser.add_argument("--built", type=Path, metavar="DIR", help="published versions")
    parser.set_defaults(run=_run)


def _formats(given: str) -> tuple[Format, ...]:
    asked = given.split(",")
    if odd := [name for name in asked if name not in FORMATS]:
        raise argparse.ArgumentTypeError(
            f"{', '.join(odd)!r}: use some of {','.join(FORMATS)}"
        )
    return tuple(form for form in FORMATS if form in asked)


def _run(arguments: argparse.Namespace) -> int:
    logging.disable(logging.WARNING)  # Streamlit's: a page has no browser here
    from dashboard.ui.briefing import command

    return command.run(arguments)
