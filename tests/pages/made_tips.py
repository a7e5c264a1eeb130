"""Tips made by hand, as an office would hand them over, and a version of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from etl.build import build

NORTH, ALSO_NORTH, SOUTH, ZERO = "TH-50", "TH-57", "TH-80", "TH-51"
TIP = "tip_id,received_on,province_code,channel,exploitation_form,status,recorded_at"
REPORT = "dataset,province_code,period_start,period_end,received_on,rows"
BATCH = "fiscal_year_be,batch_no,province_code,started_on,ended_on,status,recorded_at"


def tip(number: int, on: date, province: str, channel: str, forms: str = "EX01") -> str:
    """A line of a tip that was recorded on the day that it came."""
    return f"T{number},{on},{province},{channel},{forms},NEW,{on}"


def report(province: str, monday: date, rows: int) -> str:
    """A line that a week is reported, on its last day."""
    sunday = monday + timedelta(days=6)
    return f"tip_report,{province},{monday},{sunday},{sunday},{rows}"


def batch(number: int, on: date, province: str, recorded: date | None = None) -> str:
    """A line of a batch that was held on one day."""
    return f"2569,{number},{province},{on},{on},held,{recorded or on}"


def built(folder: Path, **files: Sequence[str]) -> Path:
    """A folder with one version of these files alone: each its header, then lines."""
    inbox = folder / "inbox"
    inbox.mkdir()
    for name, lines in files.items():
        (inbox / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    build([inbox], folder / "built", lambda _: None)
    return folder / "built"
