"""What is published, for a reader of the terminal: `python -m etl status`."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from etl import publish
from etl.refusal import words_of
from etl.speech import said

INDENT = " " * 11


def lines(out: Path, manifest: dict[str, Any]) -> Iterator[str]:
    """The version that CURRENT names: age, what changed, files, tables, all versions.

    Args:
        out: Where versions lie.
        manifest: Of that version.
    """
    yield f"version    {manifest['version']}"
    finished = dt.datetime.fromisoformat(manifest["finished"])
    age = dt.datetime.now(dt.UTC) - finished
    yield f"finished   {finished.isoformat()}"
    yield f"age        {age.days} days {age.seconds // 3600} hours"
    yield f"rules      {manifest['code_version']}"
    yield f"borders    {_borders(manifest.get('boundaries'))}"
    yield from _changes(out / f"{manifest['version']}.duckdb")
    for known in manifest["inputs"]:
        yield from _file(known)
    for name, rows in manifest["tables"].items():
        yield f"table      {name}: {rows:,}"
    for name in publish.kept(out):
        mark = " *" if name == manifest["version"] else ""
        yield f"kept       {name}{mark}"


def _borders(layer: dict[str, str] | None) -> str:
    """Whose borders the maps of the version have."""
    if not layer:
        return said("status_schematic")
    names = (layer["source_th"], layer["source_en"], layer["licence"])
    whose = " / ".join(dict.fromkeys(filter(None, names)))
    told = f"{layer['file']} {layer['taken_on']} sha256 {layer['sha256'][:12]}"
    return f"{told} {whose}".rstrip()


def _file(known: dict[str, Any]) -> Iterator[str]:
    """What became of a file, and below it why not all of it is in force."""
    yield (
        f"{known['status']:10} {known['data_status']:9} {known['name']}: "
        f"{known['accepted']:,} of {known['rows_in']:,} rows"
    )
    if known["status"] == "refused":
        yield f"{INDENT}{known['reason_th']}"
        yield f"{INDENT}{known['reason_en']}"
    if known.get("kept_rows"):
        yield INDENT + said("status_kept_rows", rows=f"{known['kept_rows']:,}")
    counts = [
        f"{state} {known[state]:,}"
        for state in ("rejected", "duplicate", "superseded")
        if known[state]
    ]
    if counts:
        yield INDENT + ", ".join(counts)
    for reason, rows in known["reasons"].items():
        words = words_of(reason)
        yield f"{INDENT}{rows:,} × {reason}: {words['th']} / {words['en']}"


def _changes(database: Path) -> Iterator[str]:
    """What differs from the version before, of a version that tells it."""
    with duckdb.connect(str(database), read_only=True) as con:
        tells = con.execute(
            "from duckdb_tables() where table_name = 'mart_version_change'"
        ).fetchone()
        if tells is None:
            return
        before = con.execute(
            "select version_before, is_code_changed from mart_version "
            "inner join version_info using (version)"
        ).fetchone()
        rows = con.execute(
            "select kind, name, title_th, title_en, unit, value_before, value "
            "from mart_version_change inner join version_info using (version) "
            "order by kind desc, name"
        ).fetchall()
    if before is None or before[0] is None:
        yield f"changed    {said('status_first')}"
        return
    yield f"changed    {said('status_since', version=before[0])}"
    told = 0
    for kind, name, title_th, title_en, unit, value_before, value in rows:
        titles = f"{title_th or name} / {title_en or name}"
        what = said(f"figure_{name}") if kind == "figure" else titles
        texts = _text(value_before, unit), _text(value, unit)
        if texts[0] != texts[1]:  # a change that nobody can see is none
            told += 1
            yield f"{INDENT}{what}: {texts[0]} → {texts[1]}"
    if not told:
        yield INDENT + said("status_same")
    if before[1]:
        yield INDENT + said("status_code")


def _text(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    if unit == "share":
        return f"{value:.3%}"
    return f"{value:,.1f}" if unit == "per_100k" else f"{value:,.0f}"
