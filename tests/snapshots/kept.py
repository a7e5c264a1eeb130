"""Weeks of the demo version, frozen: two drafts, and one published with a file."""

import os
from pathlib import Path

from dashboard.__main__ import main


def kept_weeks(demo_built: Path, folder: Path) -> Path:
    """A folder with the demo version, and its snapshots beside it."""
    built = folder / "built"
    built.mkdir()
    for path in demo_built.iterdir():
        if not path.name.startswith("."):
            os.link(path, built / path.name)
    paper = folder / "week_th.pdf"
    paper.write_bytes(b"%PDF-1.7")
    where = ["snapshot", "--built", str(built)]
    for more in (["--week", "2026-W45"], ["--week", "2026-W46"]):
        assert main([*where, *more]) == 0
    assert main([*where, "--publish", "--attach", str(paper)]) == 0
    return built
