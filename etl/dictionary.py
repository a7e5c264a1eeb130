"""The data dictionary in a version: every field, its rules and the codes it takes."""

import duckdb

from etl import codes, workspace
from etl.datasets import Dataset, Field, datasets

TABLES = ("dictionary_field", "dictionary_rule", "dictionary_code")
_CREATED = """
create table dictionary_field (
    dataset varchar, dataset_th varchar, dataset_en varchar, is_reference boolean,
    field varchar, position integer, title_th varchar,
    title_en varchar, type varchar, unit varchar, is_required boolean, is_key boolean,
    aliases varchar, code_list varchar, or_list varchar, is_province boolean,
    calendar varchar, delimiter varchar, minimum double, maximum double,
    max_length integer, pattern varchar, not_after varchar, is_at_least boolean,
    description_th varchar, description_en varchar
);
create table dictionary_rule (
    dataset varchar, field varchar, position integer, text_th varchar, text_en varchar
);
create table dictionary_code (
    code_list varchar, position integer, code varchar, texts varchar
);
"""


def write(con: duckdb.DuckDBPyConnection) -> None:
    """Write the three tables into the current database, from schemas and code lists.

    `dictionary_code.texts` are the other texts that are taken for the code.
    """
    con.execute(_CREATED)
    fields = [
        _field_row(dataset, field, position)
        for dataset in datasets().values()
        for position, field in enumerate(dataset.fields)
    ]
    rules = [
        [dataset.name, rule.field, position, rule.text_th, rule.text_en]
        for dataset in datasets().values()
        for position, rule in enumerate(dataset.rules)
    ]
    for table, rows in zip(TABLES, (fields, rules, _code_rows()), strict=True):
        workspace.insert(con, table, rows)


def _field_row(dataset: Dataset, field: Field, position: int) -> list[object]:
    return [
        dataset.name,
        dataset.title_th,
        dataset.title_en,
        dataset.is_reference_only,
        field.name,
        position,
        field.title_th,
        field.title_en,
        field.type,
        field.unit,
        field.required,
        field.name in dataset.key,
        " · ".join(field.aliases),
        field.code_list,
        field.or_list,
        bool(field.geography or field.resolves),
        field.calendar,
        field.delimiter if field.type == "list" else None,
        field.minimum,
        field.maximum,
        field.max_length,
        field.pattern,
        field.not_after,
        field.qualifier == "at_least",
        field.description_th,
        field.description_en,
    ]


def _code_rows() -> list[list[object]]:
    rows: list[list[object]] = []
    for name, entries in codes.code_lists().items():
        texts: dict[str, list[str]] = {}
        for text, code in entries:
            texts.setdefault(code, []).append(text)
        rows += [
            [
                name,
                position,
                code,
                " · ".join(t for t in dict.fromkeys(of) if t != code),
            ]
            for position, (code, of) in enumerate(texts.items())
        ]
    return rows
