"""Files into the texts of their datasets, one by one."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

from etl import check, datasets
from etl.engine import OutOfMemoryException
from etl.few import MANY, Few
from etl.files import Handed, Outcome
from etl.reading import reader
from etl.reading.sheet import Rows, Sheet
from etl.refusal import BuildError, RefusalError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    import duckdb
    import pyarrow as pa

    from etl.datasets import Dataset


class Texts:
    """What was read and not judged yet.

    Attributes:
        fields: By dataset, the fields that the files give.
        rows: By dataset, how many rows; of refused files too.
        handed_over: Datasets of which a file is not our own.
        held: By dataset, the Arrow tables of its files that need no splitting: under
            the name that SQL knows, the SQL that reads one like `cells_<dataset>`.
        in_sql: Datasets of which SQL knows rows.
        split: Those of them with rows that SQL had to split into cells.
        parts: Blocks of rows so far, by which their order is known.
        few: By dataset, rows that SQL knows nothing of yet.
    """

    def __init__(self) -> None:
        self.fields: dict[str, set[str]] = {}
        self.rows: Counter[str] = Counter()
        self.handed_over: set[str] = set()
        self.held: dict[str, dict[str, str]] = {}
        self.in_sql: set[str] = set()
        self.split: set[str] = set()
        self.parts = 0
        self.few: dict[str, list[Few]] = {}


def read(
    con: duckdb.DuckDBPyConnection, file: Handed, outcome: Outcome, texts: Texts
) -> Iterator[int]:
    """Read one file into the texts of its dataset; a refused one leaves none.

    Args:
        con: The workspace.
        file: The file.
        outcome: What becomes of it.
        texts: Takes what is read.

    Yields:
        How many rows more were read; they may be judged before the next ones come.
    """
    try:
        with closing(_opened(file)) as sheets:
            yield from _take(con, file, outcome, texts, sheets)
    except (MemoryError, OutOfMemoryException, BuildError):
        raise  # no fault of the file: the build ends, the old version stays
    except RefusalError as refusal:
        _refuse(con, outcome, texts, refusal)
    except Exception as error:  # noqa: BLE001 - one odd file must not stop the others
        kind = type(error).__name__  # its text may hold a handed-over value
        _refuse(con, outcome, texts, RefusalError("file.failed", found=kind))


def _opened(file: Handed) -> Generator[Sheet, None, None]:
    """The tables of a file; what comes from outside is read in a process of its own.

    Raises:
        RefusalError: The file is refused as a whole.
    """
    if not file.sha256:  # without it, nobody knows who made the file
        raise RefusalError("file.unreadable")
    if file.origin != "reference":
        yield from reader.shared().opened(file)
        return
    from etl.reading import tables  # noqa: PLC0415 - for files of our own alone

    name = file.dataset.name if file.dataset else None
    yield from tables.opened(file.path, name, is_ours=True)


def _refuse(
    con: duckdb.DuckDBPyConnection,
    outcome: Outcome,
    texts: Texts,
    refusal: RefusalError,
) -> None:
    outcome.status, outcome.reason = "refused", refusal.reason
    outcome.reason_th, outcome.reason_en = refusal.text("th"), refusal.text("en")
    if outcome.rows_in:
        con.execute(
            f"delete from cells_{outcome.dataset} where file_id = $id",
            {"id": outcome.file_id},
        )
    outcome.rows_in = 0
    kept = texts.few.get(str(outcome.dataset), [])
    kept[:] = [few for few in kept if few.file_id != outcome.file_id]
    held = texts.held.get(str(outcome.dataset), {})
    for name in [n for n in held if n.startswith(f"held_{outcome.file_id}_")]:
        del held[name]
        con.unregister(name)


def _take(
    con: duckdb.DuckDBPyConnection,
    file: Handed,
    outcome: Outcome,
    texts: Texts,
    sheets: Generator[Sheet, None, None],
) -> Iterator[int]:
    for sheet in sheets:
        outcome.dropped_columns += [
            name for name in sheet.header.dropped if name not in outcome.dropped_columns
        ]
        dataset = datasets.dataset(str(outcome.dataset))
        for block in sheet.blocks:
            texts.fields.setdefault(dataset.name, set()).update(sheet.header.columns)
            if file.origin != "reference":
                texts.handed_over.add(dataset.name)
            rows = _take_block(con, dataset, sheet, block, outcome, texts)
            outcome.rows_in += rows
            texts.rows[dataset.name] += rows
            yield rows
    if outcome.rows_in == 0:
        raise RefusalError("file.no_rows")


def _take_block(
    con: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    sheet: Sheet,
    block: Rows | pa.Table,
    outcome: Outcome,
    texts: Texts,
) -> int:
    """Keep a block's rows until they are judged; gives their number."""
    texts.parts += 1
    if isinstance(block, Rows) and len(block.lines) < MANY:
        is_ours = outcome.origin == "reference"
        few = Few.of(texts.parts, outcome.file_id, is_ours, sheet, block)
        texts.few.setdefault(dataset.name, []).append(few)
        return len(few.lines)
    texts.in_sql.add(dataset.name)
    if isinstance(block, Rows) or "text" in block.column_names:
        texts.split.add(dataset.name)
        return _split(con, dataset, sheet, block, outcome, texts.parts)
    _hold(con, block, outcome, texts)
    return len(block)


def _split(
    con: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    sheet: Sheet,
    block: Rows | pa.Table,
    outcome: Outcome,
    part: int,
) -> int:
    """Split a block's rows into texts; gives their number."""
    given: dict[str, object] = {
        "part": part,
        "file_id": outcome.file_id,
        "is_ours": outcome.origin == "reference",
        "sheet": sheet.name,
        "separator": sheet.separator,
        "blank": f'[\\s"{sheet.separator}]*',
    }
    source = check.LISTED_ROWS
    if isinstance(block, Rows):
        given |= {"lines": block.lines, "texts": block.texts, "damages": block.damages}
    else:
        source = "raw"
        _register(con, source, block)
    inserted = con.execute(check.insert_cells(dataset, sheet.header, source), given)
    count = inserted.fetchone()
    if source == "raw":
        con.unregister(source)
    return count[0] if count else 0


def _register(con: duckdb.DuckDBPyConnection, name: str, block: pa.Table) -> None:
    """Let SQL read a block where it lies."""
    import duckdb  # noqa: F401, PLC0415 - the engine alone knows no Arrow

    con.register(name, block)


def _hold(
    con: duckdb.DuckDBPyConnection, block: pa.Table, outcome: Outcome, texts: Texts
) -> None:
    """Let SQL read a block whose cells are columns already."""
    held = texts.held.setdefault(str(outcome.dataset), {})
    name = f"held_{outcome.file_id}_{len(held)}"
    _register(con, name, block)
    is_ours = outcome.origin == "reference"
    columns = ", ".join(
        f"{column} as t_{column}" for column in block.column_names if column != "line"
    )
    held[name] = (
        f"select {texts.parts} as part, {outcome.file_id} as file_id, "
        f"{is_ours} as is_ours, '' as sheet, line, "
        f"null::varchar as damage, {columns} from {name}"
    )
