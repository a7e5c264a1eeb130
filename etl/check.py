"""From a schema to the SQL that judges rows: typed values and all reasons against them.

The texts of all files of a dataset stand in the view `handed_<dataset>`; each
distinct text of a column is judged once, into a dictionary `words_<field>`; a row looks
its texts up there. A row is either typed or has `problems`, never lost.
"""

import functools
from dataclasses import dataclass

from etl import paths
from etl.datasets import Dataset, Field
from etl.reading.header import Header

LONGEST_TEXT = 1000
INTEGER_LIMIT = 10**12

TYPES = {
    "string": "varchar",
    "list": "varchar",
    "integer": "bigint",
    "number": "double",
    "year": "bigint",
    "date": "date",
    "datetime": "timestamp",
    "boolean": "boolean",
}
UNKNOWN = "unknown"
_INVALID = {
    "integer": "invalid_number",
    "number": "invalid_number",
    "year": "invalid_year",
    "date": "invalid_date",
    "datetime": "invalid_date",
    "string": UNKNOWN,
    "list": UNKNOWN,
    "boolean": UNKNOWN,
}
# problems of a text that is no value of its field: it may be personal data instead
NO_VALUE = sorted(set(_INVALID.values()))
# of a typed row until it is stored
JUDGEMENT = {
    "is_year_converted": "boolean",
    "problems": "struct(field varchar, reason varchar, raw varchar)[]",
}
LINEAGE = {
    "source_file_id": "integer",
    "source_sheet": "varchar",
    "source_line": "bigint",
}


@dataclass(frozen=True)
class Check:
    """One condition that must not hold; `raw` is the SQL of the offending text.

    The offending text stays in memory: what is personal in it goes nowhere else.
    """

    field: str
    reason: str
    condition: str
    raw: str


def columns(dataset: Dataset) -> dict[str, str]:
    """Stored columns of the dataset and their SQL types, without lineage."""
    found = {}
    for field in dataset.columns:
        found[field.name] = TYPES[field.type]
        if field.qualifier == "at_least":
            found[f"{field.name}_at_least"] = "boolean"
    return found


def create_cells(dataset: Dataset) -> str:
    """SQL of the empty table of a dataset's texts, one row for each row handed over."""
    texts = ", ".join(f"t_{field.name} varchar" for field in dataset.fields)
    return (
        f"create table cells_{dataset.name} (file_id integer, is_ours boolean, "
        f"sheet varchar, line bigint, damage varchar, {texts})"
    )


# rows (line, text, damage) given as parameters; of nulls alone a list has no type
LISTED_ROWS = (
    "(select unnest($lines) as line, unnest($texts) as text, "
    "unnest($damages::varchar[]) as damage)"
)


def insert_cells(dataset: Dataset, header: Header, source: str) -> str:
    """SQL that splits the lines of the source into the dataset's texts.

    Blank lines are no rows. A column the sheet lacks stays null, an empty cell is ''.

    Parameters of the SQL: $file_id, $is_ours, $sheet, $separator, $blank, and those of
    the source.
    """
    texts = ", ".join(
        f"coalesce(cells[{position + 1}], '') as t_{name}"
        for name, position in header.columns.items()
    )
    width = header.width
    return f"""
insert into cells_{dataset.name} by name
with split as (
    select line, damage, string_split(text, $separator) as cells
    from {source}
    where damage is not null or not regexp_full_match(text, $blank)
)
select
    $file_id::integer as file_id,
    $is_ours::boolean as is_ours,
    $sheet::varchar as sheet,
    line,
    case
        when damage is not null then damage
        when len(cells) < {header.needed} then 'row.ragged'
        when len(cells) > {width}
            and trim(array_to_string(cells[{width + 1}:], '')) <> ''
            then 'row.ragged'
    end as damage,
    {texts}
from split
"""


def statements(dataset: Dataset, names: set[str], *, is_ours: bool) -> list[str]:
    """The SQL that judges `handed_<dataset>`: dictionaries, then `typed_<dataset>`.

    A typed row has `problems`, null when there are none.

    Args:
        dataset: Whose schema judges.
        names: The fields that any of the files gives.
        is_ours: True when all files are of data/reference: their texts are not searched
            for personal data (contract.md 4), which is half of the work.
    """
    present = [field for field in dataset.fields if field.name in names]
    looked_up = [field for field in present if not field.is_free_text]
    days = [field for field in looked_up if field.type == "date"]
    moments = [field for field in looked_up if field.type == "datetime"]
    others = [field for field in looked_up if field not in (*days, *moments)]
    return [
        *_read_dates(dataset, days, "day", is_ours),
        *_read_dates(dataset, moments, "moment", is_ours),
        *(_dictionary(dataset, field, is_ours) for field in others),
        _judged(dataset, present, is_ours),
    ]


def _dictionary(dataset: Dataset, field: Field, is_ours: bool) -> str:
    """SQL of every distinct text of a column with its value and its problems."""
    extra = ""
    if field.qualifier == "at_least":
        extra += ", is_at_least(raw) as at_least"
    if field.calendar == "be":
        extra += ", whole_number(raw) between 1900 and 2100 as is_converted"
    trimmed = f"select text, nullif(trim(text), '') as raw from ({_texts(dataset, field)})"
    typed = f"select text, raw, {_typed(field, 'raw')} as value from ({trimmed})"
    return _words(field, typed, is_ours, extra)


def _texts(dataset: Dataset, field: Field) -> str:
    return (
        f"select distinct t_{field.name} as text from handed_{dataset.name} "
        f"where damage is null and t_{field.name} is not null"
    )


def _read_dates(
    dataset: Dataset, fields: list[Field], value: str, is_ours: bool
) -> list[str]:
    """SQL of the dictionaries of all date columns, whose texts are read once.

    Args:
        dataset: Whose texts.
        fields: Its columns of dates, or of times.
        value: "day" or "moment" of etl/sql/dates.sql.
        is_ours: As in `statements`.
    """
    texts = " union ".join(_texts(dataset, field) for field in fields)
    prepared, source = [f"create or replace temp view date_texts as {texts}"], _dates()
    if len(fields) > 1:
        prepared.append(f"create or replace temp table read_dates as {source}")
        source = "from read_dates"
    return [
        *(prepared if fields else []),
        *(
            _words(field, f"select text, raw, {value} as value from ({source})", is_ours)
            for field in fields
        ),
    ]


def _words(field: Field, typed: str, is_ours: bool, extra: str = "") -> str:
    """SQL of a column's dictionary, from its texts with their values."""
    checks = _checks(field, "raw", "value", is_ours)
    return f"""
create or replace temp table words_{field.name} as
with typed as (
    {typed}
),
tested as (
    select *{_tested(checks)} from typed
)
select text, raw, value{extra}, {_problems(checks)} as problems
from tested
"""


@functools.cache
def _dates() -> str:
    return (paths.SQL / "dates.sql").read_text("utf-8")


def _tested(checks: list[Check]) -> str:
    """SQL of one flag for each check, to be selected beside the values.

    Each condition stands once: patterns take long to plan.
    """
    flags = (f", {check.condition} as is_{i}" for i, check in enumerate(checks))
    return "".join(flags)


def _problems(checks: list[Check]) -> str:
    """SQL of the list of problems from the flags of `_tested`, null without any."""
    if not checks:
        return "null"
    any_holds = " or ".join(f"is_{i}" for i, _ in enumerate(checks))
    listed = ", ".join(
        f"case when is_{i} then {{'field': '{check.field}', "
        f"'reason': '{check.reason}', 'raw': {check.raw}}} end"
        for i, check in enumerate(checks)
    )
    return (
        f"case when {any_holds} then list_filter([{listed}], "
        "lambda problem: problem is not null) end"
    )


def _judged(dataset: Dataset, present: list[Field], is_ours: bool) -> str:
    names = {field.name for field in present}
    looked_up = [field for field in present if not field.is_free_text]
    joins = "\n".join(
        f"left join words_{f.name} on cells.t_{f.name} = words_{f.name}.text"
        for f in looked_up
    )
    values = ", ".join(value for f in dataset.columns for value in _values(f, names))
    found = [f"words_{f.name}.problems" for f in looked_up]
    row_checks = [c for f in dataset.columns for c in _row_checks(f, names, is_ours)]
    row_checks += [
        Check(
            rule.field,
            rule.name,
            f"({rule.check}) is false",
            f"r_{rule.field}" if rule.field in names else "null::varchar",
        )
        for rule in dataset.rules
    ]
    raws = ", ".join(f"{_raw(f)} as r_{f.name}" for f in present)
    years = [f for f in looked_up if f.calendar == "be"]
    converted = " or ".join(f"words_{f.name}.is_converted" for f in years) or "false"
    some = " or ".join(f"{problems} is not null" for problems in found) or "false"
    return f"""
insert into typed_{dataset.name} by name
with looked_up as (
    select
        cells.file_id,
        cells.is_ours,
        cells.sheet,
        cells.line,
        cells.damage,
        {raws},
        {values},
        coalesce({converted}, false) as is_year_converted,
        case when {some} then [{", ".join(found)}] end as found
    from handed_{dataset.name} as cells
    {joins}
),
tested as (
    select *{_tested(row_checks)} from looked_up
),
checked as (
    select *, {_problems(row_checks)} as row_problems from tested
)
select
    {", ".join(columns(dataset))},
    is_year_converted,
    file_id as source_file_id,
    sheet as source_sheet,
    line as source_line,
    case
        when damage is not null
            then [{{'field': '', 'reason': damage, 'raw': null::varchar}}]
        when found is not null or row_problems is not null
            then flatten(list_filter(
                list_append(coalesce(found, []), row_problems),
                lambda problems: problems is not null
            ))
    end as problems
from checked
"""


def _raw(field: Field) -> str:
    """SQL of the trimmed text of a present field, null when it is empty."""
    if not field.is_free_text:
        return f"words_{field.name}.raw"
    return f"nullif(trim(cells.t_{field.name}), '')"


def _year(field: Field, raw: str) -> str:
    number = f"whole_number({raw})"
    if field.calendar == "ce":
        ours, other = (
            "between 1900 and 2100",
            f"between 2400 and 2600 then {number} - 543",
        )
    else:
        first = 2000 if field.name.startswith("fiscal") else 1900
        ours = "between 2400 and 2600"
        other = f"between {first} and 2100 then {number} + 543"
    return f"case when {number} {ours} then {number} when {number} {other} end"


def _province(by: str, raw: str, or_list: str | None) -> str:
    """SQL of a province by "code" or "name", or of what may stand in its place."""
    found = f"province_of_{by}({raw})"
    return f"coalesce({found}, code_{or_list}({raw}))" if or_list else found


def _typed(field: Field, raw: str) -> str:
    """SQL of the value of one text; null where the text is no such value."""
    if field.geography:
        return _province("code", raw, field.or_list)
    if field.resolves:
        return _province("name", raw, field.or_list)
    if field.type == "list":
        return (
            f"code_list_value(list_transform(list_filter(string_split({raw}, "
            f"'{field.delimiter}'), lambda part: trim(part) <> ''), "
            f"lambda part: code_{field.code_list}(trim(part))))"
        )
    if field.code_list:
        return f"cast(code_{field.code_list}({raw}) as {TYPES[field.type]})"
    if field.qualifier == "at_least":
        return f"whole_number(bare_count({raw}))"
    return {
        "string": raw,
        "integer": f"whole_number({raw})",
        "number": f"decimal_number({raw})",
        "year": _year(field, raw),
        "boolean": f"case lower({raw}) when '1' then true when 'true' then true "
        "when '0' then false when 'false' then false end",
    }[field.type]


def _values(field: Field, present: set[str]) -> list[str]:
    """SQL of what is stored for one field, with its name."""
    kind = TYPES[field.type]
    if field.geography == "province":
        names = [name for name in (field.name, "province_name") if name in present]
        given = ", ".join(f"words_{name}.value" for name in names)
        value = f"coalesce({given})" if given else f"null::{kind}"
    elif field.name not in present:
        value = f"null::{kind}"
    else:
        is_own = field.is_free_text
        value = _raw(field) if is_own else f"words_{field.name}.value"
    values = [f"{value} as {field.name}"]
    if field.qualifier == "at_least":
        is_there = field.name in present
        flag = f"words_{field.name}.at_least" if is_there else "null::boolean"
        values.append(f"{flag} as {field.name}_at_least")
    return values


def _checks(field: Field, raw: str, value: str, is_ours: bool) -> list[Check]:
    """Everything that can be wrong with one text of a field, the whole list.

    Files of our own are not searched for long or personal texts.
    """
    name = field.name

    def check(problem: str, condition: str) -> Check:
        return Check(name, f"{name}.{problem}", condition, raw)

    is_province = bool(field.geography or field.resolves)
    checks = []
    if field.required and not is_province:
        checks.append(check("missing", f"{raw} is null"))
    is_invalid = f"{raw} is not null and {value} is null"
    if is_province:
        checks.append(Check(name, "province.unknown", is_invalid, raw))
    elif field.type != "string" or field.code_list:
        problem = UNKNOWN if field.code_list else _INVALID[field.type]
        checks.append(check(problem, is_invalid))
    checks += _limits(field, raw, value)
    if is_ours:
        return checks
    checks.append(check("too_long", f"length({raw}) > {LONGEST_TEXT}"))
    personal = _personal(field, raw, value)
    return [*checks, check("personal_data", personal)] if personal else checks


def _limits(field: Field, raw: str, value: str) -> list[Check]:
    """The constraints of the schema: range, length, pattern, not after today."""

    def check(problem: str, condition: str) -> Check:
        return Check(field.name, f"{field.name}.{problem}", condition, raw)

    checks = []
    if field.minimum is not None:
        checks.append(check("out_of_range", f"{value} < {field.minimum:g}"))
    if field.maximum is not None:
        checks.append(check("out_of_range", f"{value} > {field.maximum:g}"))
    elif field.type == "integer":
        checks.append(check("out_of_range", f"{value} > {INTEGER_LIMIT}"))
    if field.pattern:
        allowed = f"regexp_full_match({raw}, '{field.pattern}')"
        checks.append(check("pattern", f"not {allowed}"))
    if field.max_length:
        checks.append(check("pattern", f"length({raw}) > {field.max_length}"))
    if field.not_after == "today":
        checks.append(check("future", _is_future(value)))
    return checks


def _is_future(value: str) -> str:
    return f"{value} >= getvariable('today') + interval 1 day"


def _personal(field: Field, raw: str, value: str) -> str | None:
    """SQL that finds personal data in what is otherwise a value of the field.

    None where no value can be: a text that is no date, say, is rejected anyway, and
    searched then. A code, label or alias of the field's list is exempt, an id is not;
    so are our own reference files, in which no text is invalid (contract.md 4).
    """
    if field.pattern:
        return f"not is_ours and is_personal_id({raw})"
    if field.is_id:
        return f"not is_ours and is_personal_key({raw})"
    if field.type in ("integer", "number"):
        # an identity or telephone number without separators is a number, too
        whole = f"split_part(without_thousands({raw}), '.', 1)"
        return f"{value} is not null and is_personal_text({whole})"
    if not field.is_free_text:
        return None
    return f"not is_ours and is_personal_text({raw})"


def _row_checks(field: Field, present: set[str], is_ours: bool) -> list[Check]:
    """What only the whole row can tell, and texts that are their own value."""
    name, raw = field.name, f"r_{field.name}"
    checks = []
    if field.is_free_text and name in present:
        checks += _checks(field, raw, raw, is_ours)
    if field.not_after == "today unless planned" and name in present:
        future = f"{_is_future(name)} and status is distinct from 'planned'"
        checks.append(Check(name, f"{name}.future", future, raw))
    if field.geography == "province":
        checks += _province_checks(field, present)
    return checks


def _province_checks(field: Field, present: set[str]) -> list[Check]:
    """A province is there, and its code and its name agree."""
    given = [name for name in (field.name, "province_name") if name in present]
    raws = [f"r_{name}" for name in given]
    checks = []
    if field.required:
        empty = " and ".join(f"{raw} is null" for raw in raws)
        checks.append(Check(given[-1], "province.missing", empty, raws[-1]))
    if len(given) == 2:
        code = _province("code", raws[0], field.or_list)
        name = _province("name", raws[1], field.or_list)
        differ = f"{code} <> {name}"
        checks.append(Check("province_name", "province.mismatch", differ, raws[1]))
    return checks
