"""The order of work: find, judge, resolve, make the marts, publish."""

import datetime as dt
import hashlib
import os
import resource
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from etl import check, codes, files, load, marts, paths, personal, publish, resolve
from etl import risk_model as model
from etl.datasets import Dataset, datasets
from etl.files import Handed, Outcome
from etl.publish import BuildError
from etl.refusal import messages

TARGET = "built"
Say = Callable[[str], None]


@dataclass
class Report:
    """What a build or a check found; `as_json` is the report of contract.md 1."""

    published: bool = False
    version: str | None = None
    exit_code: int = 0
    files: list[Outcome] = field(default_factory=list)
    removed: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_clean(self) -> bool:
        """True when no file was refused and no row rejected."""
        return all(f.status != "refused" and not f.rejected for f in self.files)

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {
            "published": self.published,
            "version": self.version,
            "exit_code": self.exit_code,
            "files": [_file_json(outcome) for outcome in self.files],
            "removed": self.removed,
            "seconds": round(self.seconds, 2),
            "peak_rss_mb": round(peak),
        }


def _file_json(outcome: Outcome) -> dict[str, Any]:
    raw = asdict(outcome)
    raw["path"], raw["reason_code"] = raw.pop("name"), raw.pop("reason")
    raw["reason"] = outcome.reason and f"{outcome.reason_th} / {outcome.reason_en}"
    hidden = {"file_id", "place", "reason_th", "reason_en", "is_stored"}
    return {key: value for key, value in raw.items() if key not in hidden}


def today() -> dt.date:
    """The date in Bangkok, after which a date lies in the future."""
    return dt.datetime.now(ZoneInfo("Asia/Bangkok")).date()


def code_version() -> str:
    """Fingerprint of what decides how files are judged and figures computed."""
    digest = hashlib.sha256()
    sources = [*paths.SQL.glob("*.sql"), *paths.SCHEMAS.glob("*.json")]
    sources += [*(paths.ROOT / "etl").glob("*.py"), paths.RISK_MODEL]
    sources += [*paths.REFERENCE.glob("*.csv"), paths.ROOT / "etl" / "messages.toml"]
    for path in sorted(sources):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def workspace() -> duckdb.DuckDBPyConnection:
    """An in-memory database with the macros and code lists; nothing of a handed-over
    file reaches the disk from it.
    """
    con = duckdb.connect(config={"temp_directory": "", "threads": os.cpu_count() or 2})
    con.execute("set preserve_insertion_order = true")
    con.execute(personal.macros())
    con.execute((paths.SQL / "macros.sql").read_text("utf-8"))
    con.execute("set variable today = $today::date", {"today": today()})
    codes.install(con)
    load.create_tables(con)
    return con


def check_files(targets: list[Path], say: Say) -> Report:
    """Judge files as a build would, publish nothing."""
    started = time.monotonic()
    handed = [file for target in targets for file in files.find(target, "input")]
    con = workspace()
    con.execute(f"attach ':memory:' as {TARGET}")
    work = Work(con, say)
    for file in handed:
        work.take(file)
    work.settle()
    report = Report(files=work.outcomes, seconds=time.monotonic() - started)
    report.exit_code = 0 if report.is_clean else 1
    return report


class Work:
    """The files taken so far and what became of them."""

    def __init__(self, con: duckdb.DuckDBPyConnection, say: Say):
        self.con, self.say = con, say
        self.outcomes: list[Outcome] = []
        self.now = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)

    def take(self, file: Handed, previous: "Previous | None" = None) -> Outcome:
        """Judge one file, or carry its rows over when it was judged before."""
        file_id = len(self.outcomes) + 1
        known = previous.same(file) if previous else None
        if previous and known:
            outcome = previous.carry(self.con, file, known, file_id)
        else:
            outcome = load.load(self.con, file, file_id)
            outcome.first_loaded_at = self.now.isoformat()
            if previous:
                outcome.first_loaded_at = previous.first_loaded(file) or str(
                    outcome.first_loaded_at
                )
        self.outcomes.append(outcome)
        if outcome.status == "refused" and previous and file.dataset:
            previous.keep(self.con, file, outcome)
        self.say(line_of(outcome))
        return outcome

    def settle(self) -> None:
        """Decide between versions of the same key, dataset by dataset, and count."""
        resolve.register_files(self.con, self.outcomes)
        by_id = {outcome.file_id: outcome for outcome in self.outcomes}
        for dataset in datasets().values():
            resolve.resolve(self.con, dataset, TARGET)
            resolve.count(self.con, dataset, TARGET, by_id)


class Previous:
    """The last published version: what it knows of files that come again."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, out: Path, manifest: dict[str, Any]
    ):
        self.version, self.inputs = manifest["version"], manifest["inputs"]
        self.is_same_code = manifest["code_version"] == code_version()
        self.manifest = manifest
        con.execute(
            f"attach '{_quoted(out / (self.version + '.duckdb'))}' as previous "
            "(read_only)"
        )

    def same(self, file: Handed) -> dict[str, Any] | None:
        """The input with the same content at the same place, if its rows are there."""
        for known in self.inputs:
            is_same = (known["place"], known["sha256"], known["data_status"]) == (
                file.place,
                file.sha256,
                file.data_status,
            )
            if is_same and known["is_stored"] and self.is_same_code:
                return dict(known)
        return None

    def first_loaded(self, file: Handed) -> str | None:
        """When this content was first loaded, under whatever name."""
        times = [
            k["first_loaded_at"] for k in self.inputs if k["sha256"] == file.sha256
        ]
        return min(times, default=None)

    def carry(
        self,
        con: duckdb.DuckDBPyConnection,
        file: Handed,
        known: dict[str, Any],
        file_id: int,
    ) -> Outcome:
        """Take the rows and rejects of an unchanged file without parsing it."""
        outcome = Outcome(**known | {"file_id": file_id, "status": "unchanged"})
        outcome.accepted = outcome.duplicate = outcome.superseded = 0
        if file.dataset:
            _carry_rows(con, file.dataset, known["file_id"], file_id)
        con.execute(
            "insert into load_reject by name select * replace ($new as file_id) "
            "from previous.load_reject where file_id = $old",
            {"new": file_id, "old": known["file_id"]},
        )
        return outcome

    def keep(
        self, con: duckdb.DuckDBPyConnection, file: Handed, refused: Outcome
    ) -> None:
        """A refused file changes nothing: what its place gave before stays."""
        for known in self.inputs:
            if known["place"] == file.place and (
                known["is_stored"] or known["kept_rows"]
            ):
                refused.first_loaded_at = known["first_loaded_at"]
                if file.dataset:
                    _carry_rows(con, file.dataset, known["file_id"], refused.file_id)


def _carry_rows(
    con: duckdb.DuckDBPyConnection, dataset: Dataset, old: int, new: int
) -> None:
    name = dataset.name
    stored = con.execute(
        "select column_name from (describe from "
        f"previous.{name}_loaded) where column_name in (select unnest($columns))",
        {"columns": [*check.columns(dataset), *check.LINEAGE]},
    ).fetchall()
    kept = ", ".join(column for (column,) in stored if column != "source_file_id")
    con.execute(
        f"insert into typed_{name} by name select {kept}, $new::integer as "
        f"source_file_id from previous.{name}_loaded where source_file_id = $old",
        {"new": new, "old": old},
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def line_of(outcome: Outcome) -> str:
    """One line about a file, for a terminal."""
    reason = str(outcome.reason_th), str(outcome.reason_en)
    if outcome.status == "refused":
        indent = "\n           "
        return indent.join((f"refused    {outcome.name}", *reason))
    reasons = ", ".join(f"{r} {n}" for r, n in outcome.reasons.items())
    text = f"{outcome.status:10} {outcome.name}: {outcome.rows_in:,} rows"
    return text + (f", {outcome.rejected:,} rejected ({reasons})" if reasons else "")


def build(
    inputs: list[Path] | None, out: Path, say: Say, *, strict: bool = False
) -> Report:
    """Read the folders and publish a new version, unless nothing changed.

    Args:
        inputs: Folders or files; None means data/inbox, and data/demo for the datasets
            that the inbox does not fill.
        out: Where versions lie.
        say: Takes the lines of progress.
        strict: Publish nothing when a file is refused or a row rejected.

    Raises:
        BuildError: Nothing was published, the old version stays.
    """
    started = time.monotonic()
    with publish.exclusive(out):
        report = _build(inputs, out, say, strict)
    report.seconds = time.monotonic() - started
    return report


def _build(inputs: list[Path] | None, out: Path, say: Say, strict: bool) -> Report:
    handed, fallback = _handed(inputs)
    manifest = publish.current(out)
    if manifest and _is_unchanged(manifest, [*handed, *fallback]):
        return _unchanged(manifest, strict)
    began = dt.datetime.now(dt.UTC)
    con = workspace()
    built = publish.unfinished(out)
    con.execute(f"attach '{_quoted(built)}' as {TARGET}")
    previous = Previous(con, out, manifest) if manifest else None
    work = Work(con, say)
    for file in handed:
        work.take(file, previous)
    skipped = _take_fallback(work, fallback, previous)
    work.settle()
    _require_own_files(work.outcomes)
    report = Report(files=_shown(work.outcomes))
    if strict and not report.is_clean:
        con.close()
        built.unlink(missing_ok=True)
        report.exit_code = 1
        return report
    report.version = _version_name(began, work.outcomes)
    tables = _finish(con, report.version, began, work.outcomes)
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
            "tables": tables,
        },
    )
    report.published = True
    report.removed = _removed(manifest, work.outcomes)
    return report


def _handed(inputs: list[Path] | None) -> tuple[list[Handed], list[Handed]]:
    """Files to read, and synthetic ones to read only where the others lack a dataset."""
    handed = files.find(paths.REFERENCE, "reference")
    if inputs is not None:
        return handed + [
            f for folder in inputs for f in files.find(folder, "input")
        ], []
    handed += files.find(paths.INBOX, "inbox")
    return handed, files.find(paths.DEMO, "demo")


def _take_fallback(
    work: Work, fallback: list[Handed], previous: Previous | None
) -> list[dict[str, Any]]:
    """Read synthetic files of datasets without an accepted ministry row."""
    filled = {
        name
        for name in datasets()
        if work.con.execute(
            f"select 1 from typed_{name} as typed where source_file_id in "
            "(select unnest($ids)) limit 1",
            {"ids": [o.file_id for o in work.outcomes if o.data_status == "ministry"]},
        ).fetchone()
    }
    skipped = []
    for file in fallback:
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
            work.take(file, previous)
    return skipped


def _is_unchanged(manifest: dict[str, Any], handed: Iterable[Handed]) -> bool:
    if manifest["code_version"] != code_version():
        return False
    before = {(k["place"], k["sha256"], k["data_status"]) for k in manifest["inputs"]}
    return before == {(file.place, file.sha256, file.data_status) for file in handed}


def _unchanged(manifest: dict[str, Any], strict: bool) -> Report:
    outcomes = [Outcome(**known) for known in manifest["inputs"]]
    for outcome in outcomes:
        if outcome.status == "loaded":
            outcome.status = "unchanged"
    report = Report(version=manifest["version"], files=_shown(outcomes))
    report.exit_code = 1 if strict and not report.is_clean else 0
    return report


def _shown(outcomes: list[Outcome]) -> list[Outcome]:
    """The handed-over files: not our own, not the ones left unread."""
    return [o for o in outcomes if o.origin != "reference" and o.status != "skipped"]


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
    manifest: dict[str, Any] | None, outcomes: list[Outcome]
) -> list[dict[str, Any]]:
    """Files of the version before that are gone, with the rows they took along."""
    places = {outcome.place for outcome in outcomes}
    return [
        {"path": known["name"], "dataset": known["dataset"], "rows": known["accepted"]}
        for known in (manifest["inputs"] if manifest else [])
        if known["place"] not in places and known["status"] != "skipped"
    ]


def _finish(
    con: duckdb.DuckDBPyConnection,
    version: str,
    began: dt.datetime,
    outcomes: list[Outcome],
) -> dict[str, int]:
    """Write what a version holds beside its rows; gives the row count of each table."""
    risk_version = model.install(con, TARGET)
    _write_files(con, outcomes)
    con.execute(f"create table {TARGET}.load_reject as from memory.load_reject")
    _write_words(con)
    con.execute(f"use {TARGET}")
    con.execute(_now_sql())
    con.execute(
        "create table version_info as select $version::varchar as version, "
        "$built::timestamp as built_at, $code::varchar as code_version, "
        "$risk::varchar as risk_model_version, now_on.now_iso_week, now_on.now_ends_on, "
        "(select case when bool_or(data_status = 'synthetic') then 'synthetic' "
        "when bool_or(data_status = 'ministry') then 'ministry' else 'official' end "
        "from dataset_status) as data_status from now_on",
        {
            "version": version,
            "built": began.replace(tzinfo=None, microsecond=0),
            "code": code_version(),
            "risk": risk_version,
        },
    )
    marts.build(con)
    names = con.execute(
        "select table_name from information_schema.tables where table_catalog = $name "
        "order by table_name",
        {"name": TARGET},
    ).fetchall()
    counts = {}
    for (name,) in names:
        row = con.execute(f"select count(*) from {TARGET}.{name}").fetchone()
        counts[name] = row[0] if row else 0
    con.execute("use memory")
    con.execute(f"checkpoint {TARGET}")
    con.execute(f"detach {TARGET}")
    return counts


def _write_files(con: duckdb.DuckDBPyConnection, outcomes: list[Outcome]) -> None:
    con.execute(
        f"create table {TARGET}.load_file (file_id integer, path varchar, dataset "
        "varchar, origin varchar, data_status varchar, sha256 varchar, status varchar, "
        "reason varchar, reason_th varchar, reason_en varchar, rows_in bigint, accepted "
        "bigint, rejected bigint, duplicate bigint, superseded bigint, kept_rows bigint, "
        "converted_years bigint, first_loaded_at timestamp)"
    )
    con.execute(
        f"create table {TARGET}.load_dropped_column (file_id integer, column_name varchar)"
    )
    for o in outcomes:
        con.execute(
            f"insert into {TARGET}.load_file values ({', '.join('?' * 18)})",
            [
                o.file_id,
                o.name,
                o.dataset,
                o.origin,
                o.data_status,
                o.sha256,
                o.status,
                o.reason,
                o.reason_th,
                o.reason_en,
                o.rows_in,
                o.accepted,
                o.rejected,
                o.duplicate,
                o.superseded,
                o.kept_rows,
                o.converted_years,
                o.first_loaded_at,
            ],
        )
        for name in o.dropped_columns:
            con.execute(
                f"insert into {TARGET}.load_dropped_column values (?, ?)",
                [o.file_id, name],
            )


def _write_words(con: duckdb.DuckDBPyConnection) -> None:
    """The sentences for each reason, so that a reader of the version needs no other file."""
    con.execute(
        f"create table {TARGET}.reject_reason (reason varchar, text_th varchar, "
        "text_en varchar, action_th varchar, action_en varchar)"
    )
    con.executemany(
        f"insert into {TARGET}.reject_reason values (?, ?, ?, ?, ?)",
        [
            (reason, words["th"], words["en"], words["do_th"], words["do_en"])
            for reason, words in messages().items()
        ],
    )
    con.execute(
        f"create table {TARGET}.dataset_field (dataset varchar, field varchar, "
        "title_th varchar, title_en varchar, type varchar, is_required boolean, "
        "code_list varchar, position integer)"
    )
    con.execute(
        f"create table {TARGET}.dataset_info (dataset varchar, title_th varchar, "
        "title_en varchar, is_reference boolean)"
    )
    for dataset in datasets().values():
        con.execute(
            f"insert into {TARGET}.dataset_info values (?, ?, ?, ?)",
            [
                dataset.name,
                dataset.title_th,
                dataset.title_en,
                dataset.is_reference_only,
            ],
        )
        for position, f in enumerate(dataset.fields):
            con.execute(
                f"insert into {TARGET}.dataset_field values (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    dataset.name,
                    f.name,
                    f.title_th,
                    f.title_en,
                    f.type,
                    f.required,
                    f.code_list,
                    position,
                ],
            )


def _now_sql() -> str:
    """Tables `dataset_status` and `now_on`, from each schema's `nowField`.

    "Now" is the last ISO week whose Sunday is not after the latest of those dates
    (contract.md 6); of batches only the held ones count.
    """
    status, latest = [], []
    for dataset in datasets().values():
        dates = dataset.now_field or "null::date"
        held = " where status = 'held'" if dataset.name == "training_batch" else ""
        if dataset.now_field:
            latest.append(f"select max({dates}) as day from {dataset.name}{held}")
        status.append(
            f"select '{dataset.name}' as dataset, data_status, count(distinct "
            f"source_file_id) as files, count(*) as rows, min({dates}) as first_on, "
            f"max({dates}) as last_on from {dataset.name} group by data_status"
        )
    return f"""
        create table dataset_status as {" union all ".join(status)};
        create table now_on as
        with latest as (select max(day) as day from ({" union all ".join(latest)})),
        week as (
            select day - cast(isodow(day) % 7 as integer) as now_ends_on from latest
        )
        select now_ends_on, strftime(now_ends_on, '%G-W%V') as now_iso_week from week;
    """
