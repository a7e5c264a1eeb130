"""The version before: what it knows of files that come again (contract.md 5, 6)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from etl import check, workspace
from etl.datasets import Dataset
from etl.files import Handed, Outcome


@dataclass(frozen=True)
class Previous:
    """The version before, attached as `previous`.

    Attributes:
        inputs: The files of its manifest.
        is_same_code: True when files are still judged as they were.
    """

    inputs: list[dict[str, Any]]
    is_same_code: bool

    @classmethod
    def attached(
        cls, con: duckdb.DuckDBPyConnection, out: Path, manifest: dict[str, Any]
    ) -> "Previous":
        """Attach the version of the manifest to the workspace."""
        database = out / f"{manifest['version']}.duckdb"
        workspace.attach(con, database, "previous", "(read_only)")
        is_same = manifest["code_version"] == workspace.code_version()
        return cls(manifest["inputs"], is_same)

    def same(self, file: Handed) -> dict[str, Any] | None:
        """The input with the same content at the same place, if its rows are there."""
        for known in self.inputs:
            is_same = (known["place"], known["sha256"], known["data_status"]) == (
                file.place,
                file.sha256,
                file.data_status,
            )
            is_settled = known["is_stored"] and not awaits_its_day(known)
            if is_same and is_settled and self.is_same_code:
                return dict(known)
        return None

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
        if outcome.converted_years:
            con.execute(
                "insert into year_converted values (?, ?)",
                [file_id, outcome.converted_years],
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
                refused.kept_status = known["kept_status"] or known["data_status"]
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


def awaits_its_day(known: dict[str, Any]) -> bool:
    """True when a row was rejected for a date that has come since (Asia/Bangkok)."""
    return known["awaits"] is not None and known["awaits"] <= str(workspace.today())
