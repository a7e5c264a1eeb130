"""Files into the texts of their datasets, one by one."""

from collections.abc import Callable
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from etl import check, lines, sniff, workbook
from etl.datasets import Dataset, datasets
from etl.files import Handed, Outcome
from etl.lines import Sheet
from etl.refusal import RefusalError


@dataclass
class Texts:
    """What was read and not judged yet.

    Attributes:
        fields: By dataset, the fields that the files give.
        handed_over: Datasets of which a file is not our own.
        held: By dataset, the Arrow tables of its files that need no splitting: under
            the name that SQL knows, the SQL that reads one like `cells_<dataset>`.
    """

    fields: dict[str, set[str]] = field(default_factory=dict)
    handed_over: set[str] = field(default_factory=set)
    held: dict[str, dict[str, str]] = field(default_factory=dict)


def into_texts(
    con: duckdb.DuckDBPyConnection,
    file: Handed,
    file_id: int,
    texts: Texts,
    parsed: Callable[[], list[Sheet]] | None = None,
) -> Outcome:
    """Read one file into the texts of its dataset; a refused one leaves nothing.

    Where `opened` was called before, `parsed` gives or raises what it did.
    """
    outcome = Outcome(
        file_id=file_id,
        name=file.name,
        place=file.place,
        origin=file.origin,
        data_status=file.data_status,
        sha256=file.sha256,
        dataset=file.dataset.name if file.dataset else None,
    )
    try:
        _take(con, file, outcome, texts, parsed() if parsed else opened(file))
    except (MemoryError, duckdb.OutOfMemoryException):
        raise  # no fault of the file: the build ends, the old version stays
    except OSError:
        _refuse(con, outcome, texts, RefusalError("file.unreadable"))
    except RefusalError as refusal:
        _refuse(con, outcome, texts, refusal)
    except Exception as error:  # noqa: BLE001 - one odd file must not stop the others
        kind = type(error).__name__  # its text may hold a handed-over value
        _refuse(con, outcome, texts, RefusalError("file.failed", found=kind))
    return outcome


def _refuse(
    con: duckdb.DuckDBPyConnection,
    outcome: Outcome,
    texts: Texts,
    refusal: RefusalError,
) -> None:
    outcome.status, outcome.reason = "refused", refusal.reason
    outcome.reason_th, outcome.reason_en = refusal.text("th"), refusal.text("en")
    outcome.rows_in = 0
    if outcome.dataset:
        con.execute(
            f"delete from cells_{outcome.dataset} where file_id = $id",
            {"id": outcome.file_id},
        )
    held = texts.held.get(str(outcome.dataset), {})
    for name in [n for n in held if n.startswith(f"held_{outcome.file_id}_")]:
        del held[name]
        con.unregister(name)


def opened(file: Handed) -> list[Sheet]:
    """The tables of a file, whose rows are read as they are asked for, or ahead.

    Raises:
        RefusalError: The file is refused as a whole.
    """
    if not file.sha256:  # without it, nobody knows who made the file
        raise RefusalError("file.unreadable")
    is_ours = file.origin == "reference"
    if file.dataset is None or (file.dataset.is_reference_only and not is_ours):
        known = [d.name for d in datasets().values() if not d.is_reference_only]
        raise RefusalError("file.unknown_dataset", known=", ".join(known))
    sniffed = sniff.sniff(file.path)
    if sniffed.is_workbook:
        return workbook.read(file.path, file.dataset)
    return [lines.read(file.path, sniffed, file.dataset)]


def _take(
    con: duckdb.DuckDBPyConnection,
    file: Handed,
    outcome: Outcome,
    texts: Texts,
    sheets: list[Sheet],
) -> None:
    dataset = datasets()[str(outcome.dataset)]
    for sheet in sheets:
        outcome.dropped_columns += [
            name for name in sheet.header.dropped if name not in outcome.dropped_columns
        ]
        texts.fields.setdefault(dataset.name, set()).update(sheet.header.columns)
        if file.origin != "reference":
            texts.handed_over.add(dataset.name)
        for block in sheet.blocks:
            if "text" in block.column_names:
                con.register("raw", block)
                outcome.rows_in += _split(con, dataset, sheet, outcome)
                con.unregister("raw")
            else:
                _hold(con, block, outcome, texts)
                outcome.rows_in += len(block)
    if outcome.rows_in == 0:
        raise RefusalError("file.no_rows")


def _split(
    con: duckdb.DuckDBPyConnection, dataset: Dataset, sheet: Sheet, outcome: Outcome
) -> int:
    inserted = con.execute(
        check.insert_cells(dataset, sheet.header),
        {
            "file_id": outcome.file_id,
            "is_ours": outcome.origin == "reference",
            "sheet": sheet.name,
            "separator": sheet.separator,
            "blank": f'[\\s"{sheet.separator}]*',
        },
    ).fetchone()
    return inserted[0] if inserted else 0


def _hold(
    con: duckdb.DuckDBPyConnection, block: pa.Table, outcome: Outcome, texts: Texts
) -> None:
    """Let SQL read a block where it lies."""
    held = texts.held.setdefault(str(outcome.dataset), {})
    name = f"held_{outcome.file_id}_{len(held)}"
    con.register(name, block)
    is_ours = outcome.origin == "reference"
    columns = ", ".join(
        f"{column} as t_{column}" for column in block.column_names if column != "line"
    )
    held[name] = (
        f"select {outcome.file_id} as file_id, {is_ours} as is_ours, '' as sheet, "
        f"line, null::varchar as damage, {columns} from {name}"
    )
