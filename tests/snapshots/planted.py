"""Small versions of which each differs from the first in one thing that was planted."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from dashboard import db
from dashboard.snapshots import Snapshot, read
from dashboard.snapshots.changes import Side, row_changes
from dashboard.snapshots.difference import Difference, difference
from dashboard.snapshots.freezing import Standing, freeze
from dashboard.weekly import week
from etl import paths, risk_model
from tests.etl import office
from tests.etl.office import BATCH_HEADER, TIP_HEADER, batch, hand_over, tip

SUNDAY, WEEK = date(2020, 8, 23), timedelta(days=7)
PROVINCES = ("50", "57", "90", "10", "30", "20")
WEEKS, PER_WEEK = 12, 12
TIPS = [*TIP_HEADER, "recorded_at"]
Table = Sequence[Sequence[object]]


class Version(NamedTuple):
    """A version and its snapshot."""

    opened: db.Version
    snapshot: Snapshot


def tip_row(number: int, on: date, **changed: object) -> list[object]:
    """A tip that its office recorded on the day it came."""
    said = {"received_on": on.isoformat(), "province_code": "50"} | changed
    known = str(said.pop("recorded_at", f"{on.isoformat()} 12:00"))
    return [*tip(f"T{number:05}", **said), known]


def base() -> dict[str, Table]:
    """Twelve weeks of tips, a batch and a roster."""
    tips, number = [TIPS], 0
    for back in range(WEEKS):
        for code in PROVINCES:
            for _ in range(PER_WEEK):
                number += 1
                on = SUNDAY - timedelta(days=7 * back + 4)
                tips.append(tip_row(number, on, province_code=code))
    tips.append(tip_row(8000, SUNDAY))  # or its week would not be a complete one
    roster = [["as_of", "province_code", "volunteers_registered", "volunteers_trained"]]
    roster += [["2020-08-01", code, 900, 100] for code in PROVINCES]
    return {
        "tip_report.csv": tips,
        "training_batch.csv": [BATCH_HEADER, batch(1)],
        "volunteer_roster.csv": roster,
        "province_grade.csv": [
            ["fiscal_year_be", "province_code", "risk_level", "source"],
            *([2563, code, 5, "test"] for code in PROVINCES),
        ],
    }


def version(
    folder: Path, files: Mapping[str, Table], ends_on: date = SUNDAY
) -> Version:
    """A version of these files, and its snapshot of the week that ends so."""
    for name, rows in files.items():
        hand_over(folder / "inbox", name, rows)
    built = office.build(folder / "built", folder / "inbox")
    assert built.exit_code == 0, built.printed
    return frozen(folder, ends_on)


def frozen(folder: Path, ends_on: date = SUNDAY) -> Version:
    """The current version's snapshot of a week."""
    opened = db.current(folder / "built")
    with db.cursor(opened) as con:
        made = week(con, ends_on)
    out = folder / "snapshots"
    told = freeze(opened, folder / "built", out, made, Standing()).manifest
    return Version(opened, read(out, told.id))


def versus(one: Version, other: Version) -> Difference:
    """What differs between two."""
    sides = []
    for each in (one, other):
        sides.append(Side(each.opened.con.cursor(), each.snapshot.week.ends_on))
    return difference(one.snapshot, other.snapshot, row_changes(*sides))


def tips_of(*numbers: int, on: date, **changed: object) -> Table:
    """A file of tips."""
    return [TIPS, *(tip_row(number, on, **changed) for number in numbers)]


def chain(folder: Path) -> dict[str, Version]:
    """Versions by what was planted in each, beside the one before it."""
    in_week, later = SUNDAY - timedelta(days=4), SUNDAY + timedelta(days=3)
    first = version(folder, base())
    more = [BATCH_HEADER, batch(2, started_on="2020-08-18", ended_on="2020-08-19")]
    late = tips_of(*range(9000, 9014), on=in_week)
    came = version(folder, {"tip_report_late.csv": late, "training_batch_2.csv": more})
    moved = {"on": in_week - WEEK, "recorded_at": f"{SUNDAY} 09:00"}
    mended = version(folder, {"tip_report_moved.csv": tips_of(*range(1, 13), **moved)})
    taken = [["dataset", "record_key", "withdrawn_on"]]
    taken += [["tip_report", f"T{number:05}", SUNDAY] for number in range(13, 33)]
    less = with_breaks(folder, "[10, 500]", {"withdrawal.csv": taken})
    (folder / "inbox" / "tip_report_late.csv").unlink()
    gone = with_breaks(folder, "[10, 500]", {})
    grown = tips_of(*range(9100, 9180), on=later)
    grown = {"tip_report_next.csv": [*grown, tip_row(8001, SUNDAY + WEEK)]}
    then = with_breaks(folder, "[10, 500]", grown, SUNDAY + WEEK)
    return {
        "base": first,
        "late": came,
        "corrected": mended,
        "withdrawn": less,
        "gone": gone,
        "next": then,
    }


def with_breaks(
    folder: Path, breaks: str, files: Mapping[str, Table], ends_on: date = SUNDAY
) -> Version:
    """A version by a risk model with other thresholds under the same version number."""
    text = paths.RISK_MODEL.read_text("utf-8")
    assert "coverage_breaks = []" in text
    model = folder / "risk_model.toml"
    changed = text.replace("coverage_breaks = []", f"coverage_breaks = {breaks}")
    model.write_text(changed, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "RISK_MODEL", model)
        patch.setattr(risk_model.read, "__defaults__", (model,))
        return version(folder, files, ends_on)
