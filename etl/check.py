"""From a schema to the SQL that judges rows: typed values and all reasons against them.

The text of a file stands in the temporary table `raw` (line, text, damage). One select
splits, trims, types and checks it; a row is either typed or has `problems`, never lost.
"""

from dataclasses import dataclass

from etl.datasets import Dataset, Field
from etl.header import Header

LONGEST_TEXT = 1000
SHOWN_TEXT = 100
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
_INVALID = {
    "integer": "invalid_number",
    "number": "invalid_number",
    "year": "invalid_year",
    "date": "invalid_date",
    "datetime": "invalid_date",
    "string": "unknown",
    "list": "unknown",
    "boolean": "unknown",
}
LINEAGE = {
    "source_file_id": "integer",
    "source_sheet": "varchar",
    "source_line": "bigint",
}


@dataclass(frozen=True)
class Check:
    """One condition that must not hold; `value` is the SQL of the offending text."""

    field: str
    reason: str
    condition: str
    value: str


def columns(dataset: Dataset) -> dict[str, str]:
    """Stored columns of the dataset and their SQL types, without lineage."""
    found = {}
    for field in dataset.columns:
        found[field.name] = TYPES[field.type]
        if field.qualifier == "at_least":
            found[f"{field.name}_at_least"] = "boolean"
    return found


def select_typed(dataset: Dataset, header: Header, separator: str, exempt: bool) -> str:
    """SQL that turns `raw` into typed rows with `problems` (null when there are none).

    Args:
        dataset: Whose schema judges.
        header: Where each field stands.
        separator: What splits `text` into cells.
        exempt: True for our own reference files, which are not searched for personal
            data (contract.md 4).

    Parameters of the SQL: $separator, $file_id, $sheet; variable of the connection: today.
    """
    present = [field for field in dataset.fields if field.name in header.columns]
    texts = [
        f"nullif(trim(cells[{header.columns[f.name] + 1}], e' \\t\\n'), '') as r_{f.name}"
        for f in present
    ]
    names = {field.name for field in present}
    checks = [c for f in dataset.columns for c in _checks(dataset, f, names, exempt)]
    checks += [
        Check(
            rule.field, rule.name, f"({rule.check}) is false", _raw(rule.field, names)
        )
        for rule in dataset.rules
    ]
    values = [
        value for field in dataset.columns for value in _values(dataset, field, names)
    ]
    conditions = "\n    or ".join(f"({check.condition})" for check in checks)
    problems = ",\n        ".join(_problem(check) for check in checks)
    blank = "'[\\s\"' || case $separator when '\\' then '' else $separator end || ']*'"
    return f"""
with split as (
    select line, damage, string_split(text, $separator) as cells
    from raw
    where damage is not null or not regexp_full_match(text, {blank})
),
trimmed as (
    select
        line,
        case
            when damage is not null then damage
            when len(cells) < {header.needed}
                or (len(cells) > {header.width} and trim(
                    array_to_string(cells[{header.width + 1}:], ''), e' \\t\\n'
                ) <> '')
            then 'row.ragged'
        end as damage,
        {", ".join(texts)}
    from split
),
valued as (
    select line, damage, {_raw_columns(present)},
        {", ".join(values)}
    from trimmed
)
select
    {", ".join(columns(dataset))},
    {_converted(dataset, names)} as is_year_converted,
    $file_id::integer as source_file_id,
    $sheet::varchar as source_sheet,
    line as source_line,
    case
        when damage is not null
        then [{{'field': '', 'reason': damage, 'value': null::varchar,
            'is_personal': false}}]
        when {conditions}
        then list_filter([{problems}], lambda problem: problem is not null)
    end as problems
from valued
"""


def _raw(name: str, present: set[str]) -> str:
    return f"r_{name}" if name in present else "null::varchar"


def _raw_columns(present: list[Field]) -> str:
    return ", ".join(f"r_{field.name}" for field in present)


def _problem(check: Check) -> str:
    personal = f"coalesce(is_personal_text({check.value}), false)"
    return (
        f"case when {check.condition} then {{'field': '{check.field}', "
        f"'reason': '{check.reason}', 'value': case when {personal} then null "
        f"else left({check.value}, {SHOWN_TEXT}) end, 'is_personal': {personal}}} end"
    )


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


def _typed(field: Field, raw: str) -> str:
    """SQL of the value of one text; null where the text is no such value."""
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
        "date": f"parsed_date({raw})",
        "datetime": f"parsed_time({raw})",
        "boolean": f"case lower({raw}) when '1' then true when 'true' then true "
        "when '0' then false when 'false' then false end",
    }[field.type]


def _values(dataset: Dataset, field: Field, present: set[str]) -> list[str]:
    if field.geography == "province":
        return [f"{_province(dataset, field, present)} as {field.name}"]
    if field.name not in present:
        values = [f"null::{TYPES[field.type]} as {field.name}"]
        raw = "null::varchar"
    else:
        raw = f"r_{field.name}"
        values = [f"{_typed(field, raw)} as {field.name}"]
    if field.qualifier == "at_least":
        values.append(f"is_at_least({raw}) as {field.name}_at_least")
    return values


def _name_field(dataset: Dataset, field: Field) -> str:
    return next(f.name for f in dataset.fields if f.resolves == field.name)


def _province(dataset: Dataset, field: Field, present: set[str]) -> str:
    code, name = field.name, _name_field(dataset, field)
    found = []
    if code in present:
        found.append(f"province_of_code(r_{code})")
    if name in present:
        found.append(f"province_of_name(r_{name})")
    return f"coalesce({', '.join(found)})" if found else "null::varchar"


def _province_checks(dataset: Dataset, field: Field, present: set[str]) -> list[Check]:
    name = _name_field(dataset, field)
    by_code, by_name = _raw(field.name, present), _raw(name, present)
    of_code, of_name = f"province_of_code({by_code})", f"province_of_name({by_name})"
    checks = []
    if field.required:
        empty = f"{by_code} is null and {by_name} is null"
        checks.append(Check(field.name, "province.missing", empty, by_code))
    if field.name in present:
        unknown = f"{by_code} is not null and {of_code} is null"
        checks.append(Check(field.name, "province.unknown", unknown, by_code))
    if name in present:
        unknown = f"{by_name} is not null and {of_name} is null"
        checks.append(Check(name, "province.unknown", unknown, by_name))
    if {field.name, name} <= present:
        differ = f"{of_code} <> {of_name}"
        checks.append(Check(name, "province.mismatch", differ, by_name))
    return checks


def _checks(
    dataset: Dataset, field: Field, present: set[str], exempt: bool
) -> list[Check]:
    """Everything that can be wrong with one field, the whole list."""
    if field.geography == "province":
        checks = _province_checks(dataset, field, present)
        raws = [n for n in (field.name, _name_field(dataset, field)) if n in present]
    elif field.name in present:
        checks = _value_checks(field)
        raws = [field.name]
    else:
        return []
    for name in raws:
        raw = f"r_{name}"
        too_long = f"length({raw}) > {LONGEST_TEXT}"
        checks.append(Check(name, f"{name}.too_long", too_long, raw))
        if not exempt:
            checks.append(
                Check(name, f"{name}.personal_data", _personal(field, raw), raw)
            )
    return checks


def _personal(field: Field, raw: str) -> str:
    """Personal data in a text; in another field only where the text is no value of it.

    A code, label or alias of the field's list is exempt, an id is not.
    """
    if field.pattern:
        return f"is_personal_id({raw})"
    if field.type == "string" and not field.code_list and not field.geography:
        return f"is_personal_text({raw})"
    missing = f"{raw} is not null and {field.name} is null"
    return f"{missing} and is_personal_text({raw})"


def _value_checks(field: Field) -> list[Check]:
    name, raw = field.name, f"r_{field.name}"

    def check(problem: str, condition: str) -> Check:
        return Check(name, f"{name}.{problem}", condition, raw)

    checks = [check("missing", f"{raw} is null")] if field.required else []
    if field.type != "string" or field.code_list:
        invalid = f"{raw} is not null and {name} is null"
        checks.append(check(_INVALID[field.type], invalid))
    if field.minimum is not None:
        checks.append(check("out_of_range", f"{name} < {field.minimum:g}"))
    if field.maximum is not None:
        checks.append(check("out_of_range", f"{name} > {field.maximum:g}"))
    elif field.type == "integer":
        checks.append(check("out_of_range", f"{name} > {INTEGER_LIMIT}"))
    if field.pattern:
        longest = field.max_length or LONGEST_TEXT
        allowed = f"regexp_full_match({raw}, '{field.pattern}')"
        checks.append(check("pattern", f"not {allowed} or length({raw}) > {longest}"))
    elif field.max_length:
        checks.append(check("pattern", f"length({raw}) > {field.max_length}"))
    if field.not_after:
        future = f"{name} >= getvariable('today') + interval 1 day"
        if field.not_after == "today unless planned":
            future += " and status is distinct from 'planned'"
        checks.append(check("future", future))
    return checks


def _converted(dataset: Dataset, present: set[str]) -> str:
    """True where a fiscal year came as a C.E. year and was converted (contract.md 4)."""
    years = [f for f in dataset.columns if f.calendar == "be" and f.name in present]
    tests = [f"whole_number(r_{f.name}) between 1900 and 2100" for f in years]
    return f"coalesce({' or '.join(tests)}, false)" if tests else "false"
