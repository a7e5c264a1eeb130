"""From a schema to the SQL that judges rows: typed values and all reasons against them.

Each different text of a column is judged once (etl.words) and looked up for its rows
(etl.few, etl.many). A row is either typed or has `problems`, never lost.
"""

import functools
from typing import NamedTuple

from etl import codes, personal
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
PLANNED = "today unless planned"  # dates that may lie in the future of planned rows
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
PROBLEMS = "struct(field varchar, reason varchar, raw varchar)[]"
ROW_STATE = "enum('accepted', 'duplicate', 'superseded')"
# of a typed row until it is stored
JUDGEMENT = {
    "is_year_converted": "boolean",
    "problems": PROBLEMS,
    "row_state": f"{ROW_STATE} default 'accepted'",
    "known_to": "timestamp",
}
LINEAGE = {
    "source_file_id": "integer",
    "source_sheet": "varchar",
    "source_line": "bigint",
}


class Check(NamedTuple):
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
        found[field.name] = kind(field)
        if field.qualifier == "at_least":
            found[f"{field.name}_at_least"] = "boolean"
    return found


def as_texts(dataset: Dataset) -> str:
    """SQL of the stored columns, their codes as texts."""
    return ", ".join(
        f"{name}::varchar as {name}" if kind.startswith("enum") else name
        for name, kind in columns(dataset).items()
    )


def kind(field: Field) -> str:
    """The SQL type under which a field is stored: its few codes take a byte each."""
    if field.type != "string" or not (field.code_list or field.geography):
        return TYPES[field.type]
    return _enumerated(tuple(codes_of(field)))


def codes_of(field: Field) -> list[str]:
    """Every code that the field can have."""
    found = [code.code for code in codes.provinces()] if field.geography else []
    lists = [name for name in (field.code_list, field.or_list) if name]
    return found + [code for name in lists for code in codes.codes_of(name).values()]


@functools.cache
def _enumerated(members: tuple[str, ...]) -> str:
    quoted = ", ".join(
        "'" + code.replace("'", "''") + "'" for code in dict.fromkeys(members)
    )
    return f"enum({quoted})"


# rows (line, text, damage) given as parameters; of nulls alone a list has no type
LISTED_ROWS = (
    "(select unnest($lines) as line, unnest($texts) as text, "
    "unnest($damages::varchar[]) as damage)"
)


def split_cells(header: Header, source: str) -> str:
    """SQL that splits the lines of the source into the texts of its fields.

    Blank lines are no rows. A column the sheet lacks stays null, an empty cell is ''.

    Parameters of the SQL: $separator, $blank, and those of the source.
    """
    texts = ", ".join(
        f"coalesce(cells[{position + 1}], '') as {name}"
        for name, position in header.columns.items()
    )
    width = header.width
    return f"""
with split as (
    select line, damage, string_split(text, $separator) as cells
    from {source}
    where damage is not null or not regexp_full_match(text, $blank)
)
select
    line::bigint as line,
    case
        when damage is not null then damage
        when len(cells) < {header.needed} then 'row.ragged'
        when len(cells) > {width}
            and trim(array_to_string(cells[{width + 1}:], ''), ' ') <> ''
            then 'row.ragged'
    end as damage,
    {texts}
from split
"""


def looked_up(dataset: Dataset, names: set[str]) -> list[Field]:
    """Of the fields that the files give, those whose texts have a dictionary."""
    return [f for f in dataset.fields if f.name in names and not f.is_free_text]


def quoted(dataset: Dataset, names: set[str]) -> set[str]:
    """Of the fields that the files give, those whose texts the checks of a row read."""
    ruled = {rule.field for rule in dataset.rules}
    return {
        f.name
        for f in dataset.fields
        if f.name in names
        and (
            f.is_free_text
            or f.geography
            or f.resolves
            or f.not_after == PLANNED
            or f.name in ruled
        )
    }


def tested(checks: list[Check]) -> str:
    """SQL of one flag for each check, to be selected beside the values.

    Each condition stands once: patterns take long to plan.
    """
    flags = (f", {check.condition} as is_{i}" for i, check in enumerate(checks))
    return "".join(flags)


def problems(checks: list[Check]) -> str:
    """SQL of the list of problems from the flags of `tested`, null without any."""
    if not checks:
        return f"null::{PROBLEMS}"
    any_holds = " or ".join(f"is_{i}" for i, _ in enumerate(checks))
    listed = ", ".join(
        f"case when is_{i} then [{{'field': '{check.field}', "
        f"'reason': '{check.reason}', 'raw': {check.raw}}}] end"
        for i, check in enumerate(checks)
    )
    return f"case when {any_holds} then list_concat({listed}) end"


def judge(dataset: Dataset, names: set[str], source: str, *, is_ours: bool) -> str:
    """The SQL that judges rows into `typed_<dataset>`.

    A typed row has `problems`, null when there are none.

    Args:
        dataset: Whose schema judges.
        names: The fields that any of the files gives.
        source: SQL of the rows with their texts looked up: of each field in `names` the
            trimmed text (r_), its value (v_) and flag (f_), free text being its own
            value; `found` lists what is wrong with the texts, field by field.
        is_ours: True when all files are of data/reference: their texts are not searched
            for personal data (contract.md 4), which is half of the work.
    """
    values = ", ".join(value for f in dataset.columns for value in _values(f, names))
    years = [f"f_{f.name}" for f in looked_up(dataset, names) if f.calendar == "be"]
    checks = _row_checks(dataset, names, is_ours)
    return f"""
insert into typed_{dataset.name} by name
with looked_up as (
    {source}
),
valued as (
    select
        *,
        {values},
        coalesce({" or ".join(years) or "false"}, false) as is_year_converted
    from looked_up
),
tested as (
    select *{tested(checks)} from valued
),
checked as (
    select *, {problems(checks)} as row_problems from tested
)
select
    {", ".join(columns(dataset))},
    is_year_converted,
    file_id as source_file_id,
    coalesce(sheet, '') as source_sheet,
    line as source_line,
    case
        when damage is not null
            then [{{'field': '', 'reason': damage, 'raw': null::varchar}}]
        when found is not null or row_problems is not null
            then list_concat(flatten(found), row_problems)
    end as problems
from checked
"""


def _values(field: Field, present: set[str]) -> list[str]:
    """SQL of what is stored for one field, with its name."""
    names = [field.name, *(["province_name"] if field.geography else [])]
    given = ", ".join(f"v_{name}" for name in names if name in present)
    value = f"coalesce({given})" if given else f"null::{TYPES[field.type]}"
    if field.is_free_text and given:
        value = f"r_{field.name}"
    values = [f"{value} as {field.name}"]
    if field.qualifier == "at_least":
        flag = f"f_{field.name}" if given else "null::boolean"
        values.append(f"{flag} as {field.name}_at_least")
    return values


def no_value(field: Field) -> str:
    """The reason against a text that is no value of the field."""
    problem = UNKNOWN if field.code_list else _INVALID[field.type]
    return f"{field.name}.{problem}"


def _free_checks(field: Field, is_ours: bool) -> list[Check]:
    """Everything that can be wrong with a text that is its own value.

    Files of our own are not searched for long or personal texts (contract.md 4).
    """
    name, raw = field.name, f"r_{field.name}"

    def check(problem: str, condition: str) -> Check:
        return Check(name, f"{name}.{problem}", condition, raw)

    checks = [check("missing", f"{raw} is null")] if field.required else []
    if field.pattern:
        allowed = f"regexp_full_match({raw}, '{field.pattern}')"
        checks.append(check("pattern", f"not {allowed}"))
    if field.max_length:
        checks.append(check("pattern", f"length({raw}) > {field.max_length}"))
    if is_ours:
        return checks
    return [
        *checks,
        check("too_long", f"length({raw}) > {LONGEST_TEXT}"),
        check("personal_data", f"not is_ours and {_is_personal(field, raw)}"),
    ]


def _is_personal(field: Field, raw: str) -> str:
    """SQL that finds personal data; plain parts of a key are judged as ids."""
    if field.pattern:
        return personal.in_id(raw)
    if not field.is_id:
        return personal.in_text(raw)
    return (
        f"len(list_filter(string_split({raw}, '|'), lambda part: "
        "case when regexp_full_match(part, '[A-Za-z0-9._/-]*') "
        f"then {personal.in_id('part')} else {personal.in_text('part')} end)) > 0"
    )


def limits(field: Field, raw: str, value: str) -> list[Check]:
    """The constraints of the schema on a value: range, not after today."""

    def check(problem: str, condition: str) -> Check:
        return Check(field.name, f"{field.name}.{problem}", condition, raw)

    checks = []
    if field.minimum is not None:
        checks.append(check("out_of_range", f"{value} < {field.minimum:g}"))
    if field.maximum is not None:
        checks.append(check("out_of_range", f"{value} > {field.maximum:g}"))
    elif field.type == "integer":
        checks.append(check("out_of_range", f"{value} > {INTEGER_LIMIT}"))
    if field.not_after == "today":
        checks.append(check("future", _is_future(value)))
    return checks


def _is_future(value: str) -> str:
    return f"{value} >= getvariable('today') + interval 1 day"


def _row_checks(dataset: Dataset, present: set[str], is_ours: bool) -> list[Check]:
    """What only the whole row can tell, and texts that are their own value."""
    checks = []
    for field in dataset.columns:
        name, raw = field.name, f"r_{field.name}"
        if field.is_free_text and name in present:
            checks += _free_checks(field, is_ours)
        if field.not_after == PLANNED and name in present:
            future = f"{_is_future(name)} and status is distinct from 'planned'"
            checks.append(Check(name, f"{name}.future", future, raw))
        if field.geography:
            checks += _province_checks(field, present)
    for rule in dataset.rules:
        raw = f"r_{rule.field}" if rule.field in present else "null::varchar"
        is_broken = f"({rule.check}) is false"
        checks.append(Check(rule.field, rule.name, is_broken, raw))
    return checks


def _province_checks(field: Field, present: set[str]) -> list[Check]:
    """A province is there, and its code and its name agree."""
    given = [name for name in (field.name, "province_name") if name in present]
    checks = []
    if field.required:  # told of the name, whichever of the two a file has
        empty = " and ".join(f"r_{name} is null" for name in given)
        nothing = "null::varchar"
        checks.append(Check("province_name", "province.missing", empty, nothing))
    if len(given) == 2:
        code, name = given
        differ = f"v_{code} <> v_{name}"
        checks.append(Check(name, "province.mismatch", differ, f"r_{name}"))
    return checks
