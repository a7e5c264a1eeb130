"""A week of an open version, frozen with all that it was made of."""

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dashboard import db, release
from dashboard.borders import Borders
from dashboard.disclosure import Audience, disclosed
from dashboard.export.weekly_page import weekly_page
from dashboard.queries import frozen
from dashboard.queries.borders import borders
from dashboard.snapshots.errors import RemovedSnapshotError, SnapshotError
from dashboard.snapshots.manifest import FORMAT, Manifest, Source, Stage, digest
from dashboard.snapshots.removed import Removed
from dashboard.snapshots.store import keep, listed, manifest, packed, removed
from dashboard.text import Lang
from dashboard.weekly.model import Week

DATA = Path(__file__).resolve().parent.parent.parent / "data"
RULES = ("disclosure.toml", "risk_model.toml", "weekly.toml")
LANGS: tuple[Lang, ...] = ("th", "en")
LIBRARIES = ("duckdb", "numpy", "pandas", "pyarrow", "typst")
WHY_LIMIT = 500  # characters
_NOT_THRESHOLDS = ("version", "base_fiscal_year_be")


@dataclass(frozen=True)
class Standing:
    """What a snapshot is to be.

    Attributes:
        stage: Draft or published.
        replaces: The id of the one that it corrects; "" for none.
        why: Why; needed when it corrects one.
        files: To be published with it beside its page on paper, by name.
    """

    stage: Stage = "draft"
    replaces: str = ""
    why: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Frozen:
    """What became of the wish: the snapshot, and whether it is a new one."""

    manifest: Manifest
    is_new: bool


def freeze(
    opened: db.Version, built: Path, out: Path, week: Week, standing: Standing
) -> Frozen:
    """Freeze a week of a version.

    A draft of what is frozen already, as a draft or published, is no new snapshot.

    Args:
        opened: The version that the week was made of.
        built: The folder of the versions.
        out: The folder of the snapshots.
        week: As dashboard.weekly gives it, for leadership.
        standing: What it is to be.

    Raises:
        SnapshotError: It cannot be what it is to be; or one is being frozen now.
    """
    require_sound(out, week.iso_week, standing)
    with db.cursor(opened) as con:
        tables = release.published(con, week.ends_on, Audience.LEADERSHIP)
        classes = frozen.classes(con)
        about = _about(con, opened, built, week, classes)
        shown = borders(con)
    tables |= {"coverage_class": disclosed(classes, Audience.LEADERSHIP, [])}
    told = _standing(about, standing)
    named = packed(told, week, tables, {}).manifest.id
    made = packed(told, week, tables, _files(week, named, standing, shown))
    known = _known(out, made.manifest) if standing.stage == "draft" else None
    return Frozen(known, False) if known else Frozen(*keep(out, made))


def _files(
    week: Week, named: str, standing: Standing, shown: Borders
) -> dict[str, bytes]:
    """What is published with it: its page on paper, and what is given.

    They are made once, here, and served as they are.

    Raises:
        SnapshotError: A file that is given has the name of one that is made.
    """
    if standing.stage == "draft":
        return dict(standing.files)
    names = {f"week_{week.iso_week}_{lang}.pdf": lang for lang in LANGS}
    for name in standing.files:
        if name.casefold() in map(str.casefold, names):
            raise SnapshotError("snapshot_file_of_week", name)
    papers = {
        name: weekly_page(week, lang, "be", snapshot=named, borders=shown)
        for name, lang in names.items()
    }
    return papers | dict(standing.files)


def _known(out: Path, made: Manifest) -> Manifest | None:
    """A snapshot of the same content, when nothing more is said of it."""
    if made.replaces or made.attached:
        return None
    return next((each for each in listed(out) if each.content == made.content), None)


def require_sound(out: Path, iso_week: str, standing: Standing) -> None:
    """Raise SnapshotError unless a snapshot of the week can be what it is to be."""
    if bool(standing.replaces) != bool(standing.why.strip()):
        raise SnapshotError("snapshot_why_missing", standing.replaces)
    if len(standing.why) > WHY_LIMIT:
        raise SnapshotError("snapshot_why_long", str(len(standing.why)))
    if standing.replaces:
        replaced = week_of(out, standing.replaces)
        if replaced != iso_week:
            raise SnapshotError("snapshot_other_week", standing.replaces, replaced)
    elif standing.stage == "published":
        _require_first(out, iso_week)


def week_of(out: Path, name: str) -> str:
    """The week of a snapshot; one that was taken away may be corrected too.

    Raises:
        SnapshotError: There is none of this id, or it is damaged.
    """
    try:
        return manifest(out, name).iso_week
    except RemovedSnapshotError as gone:
        return gone.line.iso_week


def _ever_kept(out: Path) -> list[Manifest | Removed]:
    """Those that are kept, the latest one first, then those that were taken away."""
    return [*listed(out), *removed(out)]


def _require_first(out: Path, iso_week: str) -> None:
    """Raise SnapshotError when the week was published, and is not corrected by this."""
    for each in _ever_kept(out):
        if (each.iso_week, each.stage) == (iso_week, "published"):
            raise SnapshotError("snapshot_published_already", each.id, each.iso_week)


def _standing(about: Manifest, standing: Standing) -> Manifest:
    return replace(
        about,
        stage=standing.stage,
        replaces=standing.replaces,
        why=" ".join(standing.why.split()),
    )


def _about(
    con: duckdb.DuckDBPyConnection,
    opened: db.Version,
    built: Path,
    week: Week,
    classes: pd.DataFrame,
) -> Manifest:
    """All but what the content itself tells."""
    model = frozen.risk_model(con)
    return Manifest(
        format=FORMAT, id="", content="", seal="",
        iso_week=week.iso_week, ends_on=week.ends_on, version=opened.name,
        data_status=week.data_status, stage="draft", approved_by=None,
        frozen_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        replaces="", why="",
        methods={
            "disclosure": week.rules_version,
            "weekly": week.method_version,
            "risk_model": f"{model['version']:g}",
        },
        hashes=_hashes(),
        texts=_texts(),
        code_version=frozen.code_version(con),
        environment=_environment(),
        thresholds={n: v for n, v in model.items() if n not in _NOT_THRESHOLDS},
        breaks=_breaks(classes),
        sources=_sources(built, opened.name),
        tables={}, files={}, attached={},
    )  # fmt: skip


def _hashes() -> dict[str, str]:
    found = {name: DATA / name for name in RULES}
    return {n: digest(path.read_bytes()) for n, path in found.items() if path.exists()}


def _texts() -> str:
    parts = [
        f"{path.name} {digest(path.read_bytes())}"
        for path in sorted((DATA / "text").glob("*.toml"))
    ]
    return digest("\n".join(parts).encode())


def _environment() -> dict[str, str]:
    return {"python": platform.python_version()} | {n: installed(n) for n in LIBRARIES}


def _breaks(classes: pd.DataFrame) -> dict[str, tuple[float | None, ...]]:
    return {
        str(row.fiscal_year_be): tuple(
            None if pd.isna(each) else float(each)
            for each in (row.lower_break, row.upper_break)
        )
        for row in classes.itertuples()
    }


def _sources(built: Path, version: str) -> tuple[Source, ...]:
    """What the version's manifest says went into it; names of files stay there."""
    text = (built / f"{version}.json").read_text("utf-8")
    inputs: list[dict[str, Any]] = json.loads(text)["inputs"]
    found = [
        Source(
            dataset=str(given.get("dataset") or ""),
            origin=str(given.get("origin") or ""),
            data_status=str(given.get("data_status") or ""),
            status=str(given.get("status") or ""),
            sha256=str(given["sha256"]),
        )
        for given in inputs
    ]
    return tuple(sorted(found, key=lambda s: (s.dataset, s.sha256)))


def sunday(iso_week: str) -> date:
    """The last day of an ISO week.

    Raises:
        SnapshotError: It is no week, or the year has no such week.
    """
    year, _, number = iso_week.partition("-W")
    try:
        return date.fromisocalendar(int(year), int(number), 7)
    except ValueError as error:
        raise SnapshotError("snapshot_no_week", iso_week) from error
