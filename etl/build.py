"""The order of work: find, judge, resolve, make the marts, publish."""

import datetime as dt
import hashlib
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from etl import files, judge, paths, publish, read, resolve, version, workspace
from etl.datasets import datasets
from etl.files import Handed, Outcome
from etl.lines import Sheet
from etl.previous import Previous, awaits_its_day
from etl.publish import BuildError
from etl.read import Texts
from etl.report import Report, line_of
from etl.workspace import TARGET, code_version

LARGE = 1 << 22  # bytes
Say = Callable[[str], None]
Progress = Callable[[list[Handed]], Iterable[Handed]]  # shows how far the reading is


def unseen(handed: list[Handed]) -> Iterable[Handed]:
    """Progress that shows nothing."""
    return handed


def check_files(targets: list[Path], say: Say, progress: Progress = unseen) -> Report:
    """Judge files as a build would, publish nothing."""
    started = time.monotonic()
    handed = [file for target in targets for file in files.find(target, "input")]
    con = workspace.opened()
    workspace.attach(con, Path(":memory:"), TARGET)
    resolve.create_tables(con)
    work = Work(con, say)
    for file in progress(handed):
        work.take(file)
    work.settle()
    report = Report(files=work.outcomes, seconds=time.monotonic() - started)
    report.exit_code = 0 if report.is_clean else 1
    return report


@dataclass
class Work:
    """The files taken so far and what became of them."""

    con: duckdb.DuckDBPyConnection
    say: Say
    previous: Previous | None = None
    first_loads: dict[str, str] = field(default_factory=dict)  # by SHA-256
    outcomes: list[Outcome] = field(default_factory=list)
    new: dict[int, Outcome] = field(default_factory=dict)  # judged now, by id
    moved: list[int] = field(default_factory=list)
    texts: Texts = field(default_factory=Texts)
    begun: dict[Handed, Callable[[], list[Sheet]]] = field(default_factory=dict)
    now: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    code: str = field(default_factory=lambda: code_version())

    def begin(self, handed: list[Handed]) -> None:
        """Start to read the first large file of an office while ours are judged."""
        for file in handed:
            is_ours = file.origin == "reference"
            known = self.previous and self.previous.same(file)
            if is_ours or known or _size(file) < LARGE:
                continue
            self.begun[file] = ThreadPoolExecutor(1).submit(read.opened, file).result
            return

    def take(self, file: Handed) -> None:
        """Judge one file, or carry its rows over when it was judged before."""
        known = self.previous.same(file) if self.previous else None
        if self.previous and known:
            self.outcomes.append(self.previous.carry(file, known))
            if known["name"] != file.name:
                self.moved.append(known["file_id"])
            return
        parsed = self.begun.pop(file, None)
        if parsed:
            self.judge()
        outcome = read.into_texts(self.con, file, self._next_id(), self.texts, parsed)
        outcome.first_loaded_at = self._first_loaded(file)
        outcome.judged_at, outcome.code_version = self._moment(), self.code
        self.outcomes.append(outcome)
        self.new[outcome.file_id] = outcome
        if outcome.status == "refused" and self.previous:
            self.outcomes += self.previous.keep(self.con, file, self._next_id())

    def _next_id(self) -> int:
        used = [outcome.file_id for outcome in self.outcomes]
        unused = self.previous.next_id if self.previous else 1
        return max([unused, *(file_id + 1 for file_id in used)])

    def _first_loaded(self, file: Handed) -> str:
        return self.first_loads.get(file.sha256) or self._moment()

    def _moment(self) -> str:
        return self.now.replace(tzinfo=None, microsecond=0).isoformat()

    def judge(self) -> None:
        """Judge what was read and not judged yet; typed rows go into the version."""
        judged = judge.all_rows(self.con, self.texts)
        resolve.register_files(self.con, self.outcomes)
        for dataset in judged:
            resolve.store(self.con, dataset)

    def settle(self) -> None:
        """Decide between versions of the same key, dataset by dataset, and count."""
        self.judge()
        judge.count(self.con, self.new)
        gone = self.previous.gone if self.previous else []
        is_whole = not (self.previous and self.previous.is_base)
        resolve.settle(
            self.con, resolve.Changes(gone, [*self.new, *self.moved], is_whole)
        )
        resolve.count(self.con, self.outcomes)
        _count_kept(self.outcomes)
        for outcome in self.outcomes:
            if outcome.status != "kept":
                self.say(line_of(outcome))


def _size(file: Handed) -> int:
    try:
        return file.path.stat().st_size
    except OSError:  # it will be refused
        return 0


def _count_kept(outcomes: list[Outcome]) -> None:
    """Say of a refused file how many rows of its earlier content stay."""
    for refused in outcomes:
        if refused.status == "refused":
            refused.kept_rows = sum(
                kept.accepted + kept.duplicate + kept.superseded
                for kept in outcomes
                if kept.status == "kept" and kept.place == refused.place
            )


def build(
    inputs: list[Path] | None,
    out: Path,
    say: Say,
    *,
    strict: bool = False,
    progress: Progress = unseen,
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
        report = _build(inputs, out, say, strict, progress)
    report.seconds = time.monotonic() - started
    return report


def _build(
    inputs: list[Path] | None, out: Path, say: Say, strict: bool, progress: Progress
) -> Report:
    handed, fallback = _handed(inputs)
    manifest = publish.current(out)
    if manifest and _is_unchanged(manifest, [*handed, *fallback]):
        return _unchanged(manifest, strict)
    began = dt.datetime.now(dt.UTC)
    con = workspace.opened()
    built = publish.unfinished(out)
    sound = manifest or publish.last_sound(out)
    previous = Previous.opened(con, out, sound, built) if sound else None
    if previous is None:
        workspace.attach(con, built, TARGET)
    else:
        previous.expect([*handed, *fallback])
    resolve.create_tables(con)
    first_loads = publish.first_loads(out)
    work = Work(con, say, previous, first_loads)
    work.begin(handed)
    for file in progress(handed):
        work.take(file)
    skipped = _take_fallback(work, fallback, progress)
    work.settle()
    _require_own_files(work.outcomes)
    report = Report(files=_shown(work.outcomes))
    if strict and not report.is_clean:
        con.close()
        built.unlink(missing_ok=True)
        report.exit_code = 1
        return report
    report.version = _version_name(began, work.outcomes)
    carried = [o.file_id for o in work.outcomes if o.status == "unchanged"]
    tables = version.finish(con, built, report.version, began, work.outcomes, carried)
    con.close()
    publish.publish(
        out,
        built,
        {
            "version": report.version,
            "code_version": code_version(),
            "started": began.isoformat(timespec="seconds"),
            "finished": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "inputs": [asdict(o) for o in work.outcomes] + skipped,
            "first_loads": first_loads | _newly_loaded(work.outcomes),
            "tables": tables,
        },
    )
    report.published = True
    report.removed = _removed(sound, [*handed, *fallback])
    return report


def _newly_loaded(outcomes: list[Outcome]) -> dict[str, str]:
    """When the content of each loaded file was first loaded."""
    return {o.sha256: o.first_loaded_at for o in outcomes if o.status != "refused"}


def _handed(inputs: list[Path] | None) -> tuple[list[Handed], list[Handed]]:
    """Files to read, and synthetic ones for the datasets that those lack."""
    handed = files.find(paths.REFERENCE, "reference")
    if inputs is not None:
        given = [f for folder in inputs for f in files.find(folder, "input")]
        return handed + sorted(given, key=lambda file: file.path.name), []
    handed += files.find(paths.INBOX, "inbox")
    return handed, files.find(paths.DEMO, "demo")


def _take_fallback(
    work: Work, fallback: list[Handed], progress: Progress
) -> list[dict[str, Any]]:
    """Read synthetic files of datasets without an accepted ministry row."""
    work.judge()
    filled = {
        name
        for name in datasets()
        if work.con.execute(
            f"select 1 from {TARGET}.{name}_loaded where data_status = 'ministry' "
            "and source_file_id in (select unnest($taken)) limit 1",
            {"taken": [outcome.file_id for outcome in work.outcomes]},
        ).fetchone()
    }
    skipped = []
    for file in progress(fallback):
        if file.dataset and file.dataset.name in filled:
            skipped.append(
                asdict(
                    Outcome(
                        0,
                        file.name,
                        file.place,
                        file.origin,
                        file.data_status,
                        file.sha256,
                        file.dataset.name,
                        status="skipped",
                    )
                )
            )
        else:
            work.take(file)
    return skipped


def _is_unchanged(manifest: dict[str, Any], handed: Iterable[Handed]) -> bool:
    if manifest["code_version"] != code_version():
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
    report = Report(version=manifest["version"], files=_shown(outcomes))
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
    return f"{began:%Y%m%dT%H%M%SZ}-{digest.hexdigest()[:4]}"


def _removed(
    manifest: dict[str, Any] | None, handed: Iterable[Handed]
) -> list[dict[str, Any]]:
    """Files of the version before that are gone, with the rows they took along."""
    places = {file.place for file in handed}
    return [
        {"path": known["name"], "dataset": known["dataset"], "rows": known["accepted"]}
        for known in (manifest["inputs"] if manifest else [])
        if known["place"] not in places and known["status"] not in {"skipped", "kept"}
    ]
