"""Many rows, looked up where they lie: each column brings its different texts along.

Arrow keeps the few texts of a column in a dictionary and a number in each row. Each
text is judged once, and what it says takes its place in the dictionary. Nothing is
joined: a join would give the rows in another order, and their order is their position.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pajson

from etl import check, words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    import duckdb

    from etl.datasets import Dataset, Field
    from etl.few import Few

MANY = 500  # texts from which on SQL types what is plain, with the same result
# plain texts and how SQL types them; digits too few to be personal data
_PLAIN = {
    "date": (r"(19|20)\d\d-\d\d-\d\d", "date"),
    "datetime": (
        r"(19|20)\d\d-\d\d-\d\d([ T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?)?",
        "timestamp",
    ),
    "integer": (r"[0-9]{1,8}", "bigint"),
    "number": (r"[0-9]{1,8}(\.[0-9]{1,8})?", "double"),
}
_TYPES = {
    "varchar": pa.string(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "boolean": pa.bool_(),
}
_PROBLEMS = pa.list_(
    pa.struct([(name, pa.string()) for name in ("field", "reason", "raw")])
)
_OF_FILE = pa.schema(
    [("file_id", pa.int32()), ("is_ours", pa.bool_()), ("sheet", pa.string())]
)


@dataclass(frozen=True)
class Many:
    """Many rows of one sheet.

    Attributes:
        part: Which block of rows this is, in the order of reading.
        file_id: Of their file.
        rows: Their lineage (file_id, is_ours, sheet, line), damage, and the text of
            each field that the sheet gives (t_); all but free text has a dictionary.
    """

    part: int
    file_id: int
    rows: pa.Table

    @classmethod
    def of(
        cls, part: int, file_id: int, is_ours: bool, sheet: str, block: pa.Table
    ) -> Many:
        """The rows of a block: line, perhaps damage, and fields by their names."""
        length = len(block)
        of_file = _told([(file_id, is_ours, sheet)], _OF_FILE)
        columns = {
            **{name: _repeated(value, length) for name, value in of_file.items()},
            "line": block["line"],
            "damage": pa.nulls(length, pa.string()),
        }
        for name in block.column_names:
            if name in columns:
                columns[name] = block[name]
            else:
                columns[f"t_{name}"] = block[name]
        return cls(part, file_id, pa.table(columns))

    @classmethod
    def of_few(cls, few: Few) -> Many:
        """The same rows."""
        kinds = [("line", pa.int64())]
        kinds += [(name, pa.string()) for name in ("damage", *few.texts)]
        rows = zip(few.lines, few.damages, *few.texts.values(), strict=True)
        table = pa.table(_told(rows, pa.schema(kinds)))
        return cls.of(few.part, few.file_id, few.is_ours, few.sheet, table)


def _told(rows: Iterable[tuple[object, ...]], kinds: pa.Schema) -> dict[str, pa.Array]:
    """Values of Python by column; `pa.array` would load pandas, which takes long."""
    lines = [json.dumps(dict(zip(kinds.names, row, strict=True))) for row in rows]
    if not lines:
        return {field.name: pa.nulls(0, field.type) for field in kinds}
    text = "\n".join(lines).encode()
    read = pajson.read_json(
        pa.BufferReader(text),
        pajson.ReadOptions(use_threads=False, block_size=len(text) + 1),
        pajson.ParseOptions(explicit_schema=kinds),
    )
    return {name: read[name].combine_chunks() for name in kinds.names}


def _repeated(value: pa.Array, times: int) -> pa.Array:
    """An array of one value as one of so many."""
    places = [None, pa.py_buffer(bytes(times))]
    return value.take(pa.Array.from_buffers(pa.int8(), times, places))


def judge(
    con: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    blocks: list[Many],
    today: dt.date,
) -> None:
    """Type and check the rows of a dataset, into `typed_<dataset>`."""
    import duckdb  # noqa: F401, PLC0415 - the engine alone knows no Arrow

    blocks = sorted(blocks, key=lambda block: block.part)
    texts = _together(dataset, [block.rows for block in blocks])
    if not len(texts):
        return
    columns = {name: texts[name] for name in texts.column_names if name[:2] != "t_"}
    given = [f for f in dataset.fields if f"t_{f.name}" in texts.column_names]
    for field in given:
        column = texts[f"t_{field.name}"]
        if field.is_free_text:
            columns[f"r_{field.name}"] = pc.ascii_trim(column, " ")
        else:
            columns |= _looked_up(con, field, column, today)
    is_ours = bool(pc.all(texts["is_ours"]).as_py())
    con.register("looked_up_texts", pa.table(columns))
    source = _source(dataset, list(columns))
    names = {field.name for field in given}
    con.execute(check.judge(dataset, names, source, is_ours=is_ours))
    con.unregister("looked_up_texts")


def _together(dataset: Dataset, tables: list[pa.Table]) -> pa.Table:
    """The rows of all blocks, each column but free text with one dictionary."""
    free = {f"t_{field.name}" for field in dataset.fields if field.is_free_text}
    whole = pa.concat_tables(
        [_encoded(table, free) for table in tables], promote_options="default"
    )
    return whole.unify_dictionaries()


def _encoded(table: pa.Table, free: set[str]) -> pa.Table:
    for at, name in enumerate(table.column_names):
        is_text = name[:2] == "t_" and name not in free
        if is_text and pa.types.is_string(table[name].type):
            table = table.set_column(at, name, table[name].dictionary_encode())
    return table


def _source(dataset: Dataset, columns: list[str]) -> str:
    """SQL of the looked up rows; `found` lists what is wrong, field by field."""
    faults = [name for name in columns if name[:2] == "p_"]
    some = " or ".join(f"{name} is not null" for name in faults) or "false"
    empty = [
        f"nullif(r_{field.name}, '') as r_{field.name}"
        for field in dataset.fields
        if field.is_free_text and f"r_{field.name}" in columns
    ]
    replaced = f" replace ({', '.join(empty)})" if empty else ""
    return (
        f"select *{replaced}, case when {some} then [{', '.join(faults)}] end"
        f"::{check.PROBLEMS}[] as found from looked_up_texts"
    )


def _looked_up(
    con: duckdb.DuckDBPyConnection,
    field: Field,
    column: pa.ChunkedArray,
    today: dt.date,
) -> dict[str, pa.ChunkedArray]:
    """Of each row the trimmed text (r_), value (v_), flag (f_) and problems (p_)."""
    texts = column.chunk(0).dictionary
    found = _judged(con, field, texts, today)
    if found["p"].null_count == len(texts):
        del found["p"]  # most often: SQL then has less to look at
    return {
        f"{kind}_{field.name}": pa.chunked_array(
            [pa.DictionaryArray.from_arrays(c.indices, values) for c in column.chunks]
        )
        for kind, values in found.items()
    }


def _judged(
    con: duckdb.DuckDBPyConnection, field: Field, texts: pa.Array, today: dt.date
) -> dict[str, pa.Array]:
    """What each text says: its trimmed form, value, flag and problems."""
    if len(texts) < MANY or not _may_be_plain(field):
        return _arrays(field, words.judged(field, texts.to_pylist(), today))
    values = _plain_values(con, field, texts)
    is_rest = values.is_null()
    rest = words.judged(field, texts.filter(is_rest).to_pylist(), today)
    known = {
        "r": texts,
        "v": values,
        "f": is_rest.is_null(),  # of none
        "p": pa.nulls(len(texts), _PROBLEMS),
    }
    one = is_rest.is_valid().cast(pa.int64())
    line = pc.subtract(pc.cumulative_sum(one), one)
    rest_before = pc.subtract(pc.cumulative_sum(is_rest.cast(pa.int64())), one)
    place = pc.if_else(is_rest, pc.add(rest_before, pc.sum(one)), line)
    return {
        kind: pa.concat_arrays([known[kind], values]).take(place)
        for kind, values in _arrays(field, rest).items()
    }


def _may_be_plain(field: Field) -> bool:
    return field.type in _PLAIN and not field.code_list and not field.qualifier


def _arrays(field: Field, found: words.Words) -> dict[str, pa.Array]:
    problems = [
        [{"field": field.name, "reason": r, "raw": raw} for r in reasons or ()] or None
        for reasons, raw in zip(found.problems, found.raws, strict=True)
    ]
    kind = _TYPES[check.TYPES[field.type]]
    written = pa.string() if pa.types.is_temporal(kind) else kind  # a date is as ISO
    kinds = [("r", pa.string()), ("v", written), ("f", pa.bool_()), ("p", _PROBLEMS)]
    rows = zip(found.raws, found.values, found.flags, problems, strict=True)
    told = _told(rows, pa.schema(kinds))
    return told | {"v": told["v"].cast(kind)}


def _plain_values(
    con: duckdb.DuckDBPyConnection, field: Field, texts: pa.Array
) -> pa.Array:
    """The values of plain texts with nothing against them; of the others, null."""
    pattern, kind = _PLAIN[field.type]
    limits = check.limits(field, "text", "value")
    is_bad = " or ".join(limit.condition for limit in limits) or "false"
    con.register("different_texts", pa.table({"text": texts}))
    query = f"""
        with typed as (
            select
                case
                    when regexp_full_match(text, '{pattern}')
                        then try_cast(text as {kind})
                end as value
            from different_texts
        )
        select case when ({is_bad}) is not true then value end as value from typed
    """
    values = con.sql(query).to_arrow_table()["value"].combine_chunks()
    con.unregister("different_texts")
    return values
