"""The order of work: find, judge, resolve, make the marts, publish."""

import datetime as dt
import hashlib
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from etl import (
    boundaries,
    changes,
    files,
    paths,
    publish,
    resolve,
    risk_model,
    version,
    workspace,
)
from etl.datasets import datasets
from etl.files import Handed, Outcome
from etl.previous import Previous, awaits_its_day
from etl.progress import Progress
from etl.refusal import BuildError
from etl.report import Report
from etl.signals import watched
from etl.work import Say, Work, read_ahead
from etl.workspace import TARGET, UNLOGGED, code_version


def build(
    inputs: list[Path] | None,
    out: Path,
    say: Say,
    *,
    strict: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Read the folders and publish a new version, unless nothing changed.

    Args:
        inputs: Folders or files; None means data/inbox, and data/demo for the datasets
            that the inbox does not fill.
        out: Where versions lie.
        say: Takes the lines of progress.
        strict: Publish nothing when a file is refused or a row rejected.
        progress: Shows how far the reading is.

    Raises:
        BuildError: Nothing was published, the old version stays.
    """
    started = time.monotonic()
    with publish.exclusive(out):
        report = _build(inputs, out, say, strict, progress or Progress())
    report.seconds = time.monotonic() - started
    return report


def _build(
    inputs: list[Path] | None, out: Path, say: Say, strict: bool, progress: Progress
) -> Report:
    current = publish.looked_up(out)
    handed, fallback = _handed(inputs, publish.known_files(out))
    layer, con = boundaries.laid(out), workspace.opened(datasets().values())
    manifest = current()
    if manifest and _is_unchanged(manifest, [*handed, *fallback], layer):
        return _unchanged(manifest, strict)
    risk_model.read()  # what is wrong with it is said before minutes of reading rows
    began = publish.beginning(out)
    sound = manifest or publish.last_sound(out)
    work = _begun(con, out, sound, handed, fallback, say, progress)
    work.take_all(handed)
    skipped = _take_fallback(work, fallback)
    work.settle()
    _require_own_files(work.outcomes)
    report = Report(_shown(work.outcomes))
    if strict and not report.is_clean:
        work.con.close()
        publish.unfinished(out).unlink(missing_ok=True)
        report.exit_code = 1
        return report
    report.version = _published(out, work, skipped, began, layer)
    report.published = True
    report.removed = _removed(sound, [*handed, *fallback])
    return report


def _begun(
    con: duckdb.DuckDBPyConnection,
    out: Path,
    sound: dict[str, Any] | None,
    handed: list[Handed],
    fallback: list[Handed],
    say: Say,
    progress: Progress,
) -> Work:
    """The work on a new version, begun on the last sound one if there is one."""
    previous = Previous.of(sound) if sound else None
    if previous:
        previous.expect([*handed, *fallback])
    read_ahead(handed, previous)
    if any(file.dataset and file.dataset.name == "tip_report" for file in handed):
        threading.Thread(target=watched.load).start()
    used = datasets().values()
    built = publish.unfinished(out)
    if previous:
        previous.begin(con, out, built)
    else:
        workspace.attach(con, built, TARGET, UNLOGGED)
    is_copy = previous is not None and previous.is_base
    if not is_copy:
        resolve.create_tables(con, used)
        version.begin(con)
    followed = changes.follow(con, used)
    first_loads = publish.first_loads(out)
    return Work(
        con, say, used, progress, previous, first_loads, followed, code_version()
    )


def _published(
    out: Path,
    work: Work,
    skipped: list[dict[str, Any]],
    began: dt.datetime,
    layer: boundaries.Layer | None,
) -> str:
    """Complete and publish the version; gives its name."""
    name = _version_name(began, work.outcomes)
    carried = [o.file_id for o in work.outcomes if o.status == "unchanged"]
    built = publish.unfinished(out)
    work.progress.stage("figures")
    boundaries.install(work.con, layer)
    tables = version.finish(work.con, built, name, began, work.outcomes, carried)
    work.con.close()
    work.progress.stage("publishing")
    manifest = {
        "version": name,
        "code_version": work.code,
        "started": began.isoformat(timespec="seconds"),
        "finished": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "boundaries": layer and layer.about(),
        "inputs": [o.as_json() for o in work.outcomes] + skipped,
        "first_loads": work.first_loads | _newly_loaded(work.outcomes),
        "tables": tables,
    }
    publish.publish(out, built, manifest)
    return name


def _newly_loaded(outcomes: list[Outcome]) -> dict[str, str]:
    """When the content of each loaded file was first loaded."""
    return {o.sha256: o.first_loaded_at for o in outcomes if o.status != "refused"}


def _handed(
    inputs: list[Path] | None, known: dict[str, files.Known]
) -> tuple[list[Handed], list[Handed]]:
    """Files to read, and synthetic ones for the datasets that those lack."""
    handed = files.find(paths.REFERENCE, "reference", known)
    if inputs is not None:
        given = [f for folder in inputs for f in files.find(folder, "input", known)]
        return handed + sorted(given, key=lambda file: file.path.name), []
    handed += files.find(paths.INBOX, "inbox", known)
    return handed, files.find(paths.DEMO, "demo", known)


def _take_fallback(work: Work, fallback: list[Handed]) -> list[dict[str, Any]]:
    """Read synthetic files of datasets without an accepted ministry row."""
    work.judge()
    handed_over = {o.dataset for o in work.outcomes if o.data_status == "ministry"}
    filled = {
        name
        for name in handed_over - {None}
        if work.con.execute(
            f"select 1 from {TARGET}.{name}_loaded where data_status = 'ministry' "
            "and source_file_id in (select unnest($taken)) limit 1",
            {"taken": [outcome.file_id for outcome in work.outcomes]},
        ).fetchone()
    }
    needed = [f for f in fallback if not (f.dataset and f.dataset.name in filled)]
    read_ahead(needed, work.previous)
    work.take_all(needed)
    return [
        Outcome.begun(0, file).as_json() | {"sha256": file.sha256, "status": "skipped"}
        for file in fallback
        if file not in needed
    ]


def _is_unchanged(
    manifest: dict[str, Any],
    handed: Iterable[Handed],
    layer: boundaries.Layer | None,
) -> bool:
    if manifest["code_version"] != code_version():
        return False
    if not boundaries.is_same(manifest.get("boundaries"), layer):
        return False
    if any(awaits_its_day(known) for known in manifest["inputs"]):
        return False
    before = {
        (known["place"], known["sha256"], known["data_status"])
        for known in manifest["inputs"]
        if known["status"] != "kept"
    }
    return before == {(file.place, file.sha256, file.data_status) for file in handed}


def _unchanged(manifest: dict[str, Any], strict: bool) -> Report:
    outcomes = [Outcome.of(known) for known in manifest["inputs"]]
    for outcome in outcomes:
        if outcome.status == "loaded":
            outcome.status = "unchanged"
    report = Report(_shown(outcomes))
    report.version = manifest["version"]
    report.exit_code = 1 if strict and not report.is_clean else 0
    return report


def _shown(outcomes: list[Outcome]) -> list[Outcome]:
    """The handed-over files: not our own, not the ones left unread."""
    hidden = {"skipped", "kept"}
    return [o for o in outcomes if o.origin != "reference" and o.status not in hidden]


def _require_own_files(outcomes: list[Outcome]) -> None:
    bad = [
        f"{outcome.name}: {outcome.reason or outcome.reasons}"
        for outcome in outcomes
        if outcome.origin == "reference"
        and (outcome.status == "refused" or outcome.rejected)
    ]
    if bad:
        raise BuildError("data/reference cannot be loaded: " + "; ".join(bad))


def _version_name(began: dt.datetime, outcomes: list[Outcome]) -> str:
    digest = hashlib.sha256(code_version().encode())
    for outcome in outcomes:
        digest.update(outcome.sha256.encode())
    return f"{began:{publish.NAMED}}-{digest.hexdigest()[:4]}"


def _removed(
    manifest: dict[str, Any] | None, handed: Iterable[Handed]
) -> list[dict[str, Any]]:
    """Files of the version before that are gone, with the rows they took along."""
    places = {file.place for file in handed}
    return [
        {
            "path": known["name"],
            "dataset": known["dataset"],
            "rows": known["accepted"] + known.get("kept_rows", 0),
        }
        for known in (manifest["inputs"] if manifest else [])
        if known["place"] not in places and known["status"] not in {"skipped", "kept"}
    ]
