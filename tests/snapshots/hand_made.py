"""A week made by hand, of the shape that dashboard.weekly gives."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.snapshots.manifest import Manifest
from dashboard.snapshots.store import keep, packed
from dashboard.text import Text
from dashboard.weekly.model import Change, Sentence, Tile, Week


def gated(**columns: list) -> Gated:
    """An open table of these columns."""
    return disclosed(pd.DataFrame(columns), Audience.LEADERSHIP, [])


def tile(key: str = "batches_held", ends_on: date = date(2026, 11, 15), **changed):
    """One tile; its figure rose by one each week."""
    ends = tuple(ends_on - timedelta(weeks=back) for back in range(51, -1, -1))
    series = tuple(float(at) if at else None for at in range(52))
    made = Tile(
        key=key, value=51.0, state="exact", base=1, whole=60.0, n=51, until=ends_on,
        on_week=Change(ends[-2], 1.0, "count"), on_year=None, ends=ends, series=series,
        low=2.5, high=7.0, rule="", direction="", datasets=("training_batch",),
        page="training", choices={"training_part": "progress"},
    )  # fmt: skip
    return replace(made, **changed)


def week(ends_on: date = date(2026, 11, 15), version: str = "v", **changed) -> Week:
    """A week with one sentence, one tile and two tables."""
    year, number, _ = ends_on.isocalendar()
    said = Text("จัดอบรมแล้ว 51 รุ่น", "51 batches were held")
    made = Week(
        iso_week=f"{year}-W{number:02}", starts_on=ends_on - timedelta(days=6),
        ends_on=ends_on, version=version, data_status="synthetic", rules_version="3",
        method_version="1", sentences=(Sentence("held", said, {"n": "51"}, 2.0),),
        tiles=(tile(ends_on=ends_on),),
        tables={
            "priority": gated(
                province_code=["TH-50", "TH-57", "TH-96"],
                is_priority=[True, False, None],
            ),
            "batches": gated(ended_on=[ends_on], batch_no=[7], note=[None]),
        },
    )  # fmt: skip
    return replace(made, **changed)


def about(made: Week, **changed) -> Manifest:
    """What a snapshot of the week says of itself, but for its content."""
    manifest = Manifest(
        format=1, id="", content="", seal="", iso_week=made.iso_week,
        ends_on=made.ends_on, version=made.version, data_status="synthetic",
        stage="draft", approved_by=None, frozen_at="2026-11-16T01:00:00Z",
        replaces="", why="",
        methods={"disclosure": "3", "weekly": "1", "risk_model": "2"},
        hashes={}, texts="", code_version="c", environment={},
        thresholds={"level_4_from": 5.5}, breaks={"2570": (29.7, 48.4)}, sources=(),
        tables={}, files={}, attached={},
    )  # fmt: skip
    return replace(manifest, **changed)


def frozen(folder: Path, made: Week | None = None, files=None, **changed) -> Manifest:
    """A snapshot of a week made by hand, on the disk."""
    made = made or week()
    manifest, _ = keep(folder, packed(about(made, **changed), made, {}, files or {}))
    return manifest
