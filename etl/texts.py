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
    from etl.many import Many


class Texts:
    """What was read and not judged yet.

    Attributes:
        fields: By dataset, the fields that the files give.
        rows: By dataset, how many rows; of refused files too.
        parts: Blocks of rows so far, by which their order is known.
        few: By dataset, rows in blocks that are few.
        many: By dataset, rows in blocks that are many.
    """

    def __init__(self) -> None:
        self.fields: dict[str, set[str]] = {}
        self.rows: Counter[str] = Counter()
        self.parts = 0
        self.few: dict[str, list[Few]] = {}
        self.many: dict[str, list[Many]] = {}


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
        if not file.sha256:  # without it, nobody knows who made the file
            raise RefusalError("file.unreadable")
        if file.is_changed:
            raise RefusalError("file.changed")
    except (MemoryError, OutOfMemoryException, BuildError):
        raise  # no fault of the file: the build ends, the old version stays
    except RefusalError as refusal:
        _refuse(outcome, texts, refusal)
    except Exception as error:  # noqa: BLE001 - one odd file must not stop the others
        kind = type(error).__name__  # its text may hold a handed-over value
        _refuse(outcome, texts, RefusalError("file.failed", found=kind))


def _opened(file: Handed) -> Generator[Sheet, None, None]:
    """The tables of a file; what comes from outside is read in a process of its own.

    Raises:
        RefusalError: The file is refused as a whole.
    """
    if not file.is_readable:
        raise RefusalError("file.unreadable")
    if file.origin != "reference":
        yield from reader.shared().opened(file)
        return
    from etl.reading import tables  # noqa: PLC0415 - for files of our own alone

    name = file.dataset.name if file.dataset else None
    yield from tables.opened(file.path, name, is_ours=True)


def _refuse(outcome: Outcome, texts: Texts, refusal: RefusalError) -> None:
    outcome.status, outcome.reason = "refused", refusal.reason
    outcome.reason_th, outcome.reason_en = refusal.text("th"), refusal.text("en")
    outcome.rows_in = 0
    few = texts.few.get(str(outcome.dataset), [])
    few[:] = [block for block in few if block.file_id != outcome.file_id]
    many = texts.many.get(str(outcome.dataset), [])
    many[:] = [block for block in many if block.file_id != outcome.file_id]


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
    is_ours = outcome.origin == "reference"
    if isinstance(block, Rows) and len(block.lines) < MANY:
        few = Few.of(texts.parts, outcome.file_id, is_ours, sheet, block)
        texts.few.setdefault(dataset.name, []).append(few)
        return len(few.lines)
    from etl.many import Many  # noqa: PLC0415 - Arrow takes longer than few rows

    if isinstance(block, Rows) or "text" in block.column_names:
        block = _split(con, sheet, block)
    many = Many.of(texts.parts, outcome.file_id, is_ours, sheet.name, block)
    texts.many.setdefault(dataset.name, []).append(many)
    return len(block)


def _split(
    con: duckdb.DuckDBPyConnection, sheet: Sheet, block: Rows | pa.Table
) -> pa.Table:
    """The rows of a block, their texts split into cells."""
    import duckdb  # noqa: F401, PLC0415 - the engine alone knows no Arrow

    given: dict[str, object] = {
        "separator": sheet.separator,
        "blank": f'[\\s"{sheet.separator}]*',
    }
    if isinstance(block, Rows):
        given |= {"lines": block.lines, "texts": block.texts, "damages": block.damages}
        query = check.split_cells(sheet.header, check.LISTED_ROWS)
        return con.sql(query, params=given).to_arrow_table()
    con.register("raw", block)
    query = check.split_cells(sheet.header, "raw")
    split = con.sql(query, params=given).to_arrow_table()
    con.unregister("raw")
    return split
