"""The version before: what it knows of files that come again (contract.md 5, 6)."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from etl import changes, check, history, version, workspace
from etl.datasets import datasets
from etl.files import Handed, Outcome
from etl.workspace import BEFORE, TARGET, UNLOGGED

READ = {"loaded", "unchanged"}  # the states of files whose rows and rejects are there


@dataclass
class Previous:
    """The version before.

    Attributes:
        version: Its name.
        inputs: The files of its manifest.
        is_base: True when the new version begins as a copy of it, because files are
            still judged as they were; otherwise it is attached beside it, read-only.
        taken: Ids of its files whose rows stay.
    """

    version: str
    inputs: list[dict[str, Any]]
    is_base: bool
    places: set[str] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)
    withdrawals_stay: bool = True

    @classmethod
    def of(cls, manifest: dict[str, Any]) -> "Previous":
        """The version of a manifest; the next is built on it if its code is ours."""
        is_base = manifest["code_version"] == workspace.code_version()
        judged_by = {"code_version": manifest["code_version"]}
        inputs = [judged_by | known for known in manifest["inputs"]]
        return cls(manifest["version"], inputs, is_base)

    def begin(self, con: duckdb.DuckDBPyConnection, out: Path, built: Path) -> None:
        """Begin the new version as a copy of this one, if it is its base.

        Otherwise begin it empty, with this one attached beside it.
        """
        database = out / f"{self.version}.duckdb"
        if self.is_base:
            shutil.copyfile(database, built)
        workspace.attach(con, built, TARGET, UNLOGGED)
        if self.is_base:
            _keep_rows_alone(con)
        else:
            workspace.attach(con, database, BEFORE, "(read_only)")

    def expect(self, handed: Iterable[Handed]) -> None:
        """Learn what is handed over now, before the first question."""
        if not self.is_base:
            return
        now = {(file.place, file.sha256) for file in handed}
        self.places = {place for place, _ in now}
        self.withdrawals_stay = all(
            (known["place"], known["sha256"]) in now
            for known in self.inputs
            if known["dataset"] == "withdrawal" and known["status"] in READ
        )

    def same(self, file: Handed) -> dict[str, Any] | None:
        """The input with the same content, if its rows are still there.

        It lay at the same place, or at one where nothing lies any more.
        """
        if not self.is_base:
            return None
        content = (file.sha256, file.data_status, file.dataset and file.dataset.name)
        fitting = [
            known
            for known in self.inputs
            if content == (known["sha256"], known["data_status"], known["dataset"])
            and (known["place"] == file.place or known["place"] not in self.places)
            and known["file_id"] not in self.taken
            and self._is_settled(known)
        ]
        fitting.sort(key=lambda known: known["place"] != file.place)
        return fitting[0] if fitting else None

    def _is_settled(self, known: dict[str, Any]) -> bool:
        """True when judging the file again would give the rows that are there."""
        return (
            known["status"] in READ
            and known["is_stored"]
            and not awaits_its_day(known)
            and (self.withdrawals_stay or not known["withdrawn"])
        )

    def carry(self, file: Handed, known: dict[str, Any]) -> Outcome:
        """Take an unchanged file's rows and rejects over without parsing it."""
        self.taken.add(known["file_id"])
        as_now = {"name": file.name, "place": file.place, "origin": file.origin}
        as_now["stamp"] = file.stamp
        return Outcome.of(known | as_now | {"status": "unchanged"})

    def keep(
        self, con: duckdb.DuckDBPyConnection, file: Handed, next_id: int
    ) -> list[Outcome]:
        """The files of a refused one's place that were loaded: their rows stay.

        A refused file changes nothing that was loaded before.
        """
        kept: list[Outcome] = []
        for known in self.inputs:
            if known["place"] == file.place and known["status"] in READ | {"kept"}:
                outcome = Outcome.of(known | {"status": "kept"})
                outcome.rows_in -= outcome.rejected
                outcome.reasons, outcome.to_mend, outcome.rejected = {}, [], 0
                outcome.dropped_columns = []
                if not self.is_base:
                    outcome.file_id = next_id + len(kept)
                    _copy_rows(con, outcome, known["file_id"])
                self.taken.add(known["file_id"])
                kept.append(outcome)
        return kept

    @property
    def next_id(self) -> int:
        """The first file id that the version before did not give."""
        ids = [known["file_id"] for known in self.inputs] if self.is_base else []
        return max(ids, default=0) + 1

    @property
    def gone(self) -> list[int]:
        """Ids of the files whose rows the new version does not take over."""
        if not self.is_base:
            return []
        ids = {
            known["file_id"] for known in self.inputs if known["status"] != "skipped"
        }
        return sorted(ids - self.taken)


def _keep_rows_alone(con: duckdb.DuckDBPyConnection) -> None:
    """Drop what every version makes anew: the marts, and what is said of its files."""
    kept = ["load_reject", *history.TABLES, *changes.KEPT, *version.TABLES]
    names = con.execute(
        "select table_name, table_type from information_schema.tables "
        "where table_catalog = $target and not ends_with(table_name, '_loaded') "
        "and table_name not in (select unnest($kept)) order by table_type desc",
        {"target": TARGET, "kept": [*kept, *datasets()]},
    ).fetchall()
    for name, kind in names:
        kind = "view" if kind == "VIEW" else "table"
        con.execute(f"drop {kind} {TARGET}.{name}")


def _copy_rows(con: duckdb.DuckDBPyConnection, kept: Outcome, old: int) -> None:
    """Give a file's rows in another code's version to the present one.

    A row with a code that today's lists no longer have is rejected, as it would be if
    its file came again.
    """
    dataset = datasets()[str(kept.dataset)]
    kinds = check.columns(dataset) | check.LINEAGE
    kinds |= {"data_status": "varchar", "known_from": "timestamp"}
    source = f"{BEFORE}.{dataset.name}_loaded"
    stored = con.execute(
        f"select column_name from (describe from {source}) "
        "where column_name in (select unnest($columns))",
        {"columns": list(kinds)},
    ).fetchall()
    names = [name for (name,) in stored if name != "source_file_id"]
    coded = {name: kinds[name] for name in names if kinds[name].startswith("enum")}
    kept.rejected = _reject_lost(con, kept, old, source, coded)
    copied = ", ".join(
        f"{name}::varchar::{kinds[name]} as {name}" if name in coded else name
        for name in names
    )
    con.execute(
        f"insert into {TARGET}.{dataset.name}_loaded by name select {copied}, "
        "$new::integer as source_file_id, 'accepted' as row_state "
        f"from {source} where source_file_id = $old and not ({_is_lost(coded)})",
        {"new": kept.file_id, "old": old},
    )


def _reject_lost(
    con: duckdb.DuckDBPyConnection,
    kept: Outcome,
    old: int,
    source: str,
    coded: dict[str, str],
) -> int:
    """Note the rows with a code that is none any more; gives their number."""
    for name, kind in coded.items():
        con.execute(
            "insert into load_reject select $new, source_sheet, source_line, $field, "
            f"$reason, null, false, null from {source} "
            f"where source_file_id = $old and {_is_lost({name: kind})}",
            {
                "new": kept.file_id,
                "old": old,
                "field": name,
                "reason": f"{name}.unknown",
            },
        )
    row = con.execute(
        f"select count(*) from {source} "
        f"where source_file_id = $old and ({_is_lost(coded)})",
        {"old": old},
    ).fetchone()
    return row[0] if row else 0


def _is_lost(coded: dict[str, str]) -> str:
    """SQL that is true where a code is in none of today's lists."""
    lost = [
        f"({name} is not null and try_cast({name}::varchar as {kind}) is null)"
        for name, kind in coded.items()
    ]
    return " or ".join(lost) or "false"


def awaits_its_day(known: dict[str, Any]) -> bool:
    """True when a row was rejected for a date that has come since (Asia/Bangkok)."""
    return known["awaits"] is not None and known["awaits"] <= str(workspace.today())
