"""What Excel itself checks and says in a column: drop-downs, ranges, input messages."""

from typing import Any

from etl import describe
from etl.datasets import Field
from etl.describe import Both
from etl.values import OFFSET

LONGEST_MESSAGE = 255  # of Excel's input and error messages
EARLIEST = 20_000  # serial number of the earliest date that is read as one
BUDDHIST_MONTHS = OFFSET * 12


def check(field: Field, cell: str, source: str | None) -> dict[str, Any]:
    """The options of the column's data validation.

    Args:
        field: Of the column.
        cell: Address of its first cell, for formulas.
        source: Where its list stands, for a field that has one.
    """
    rule, error = _rule(field, cell, source)
    options = {
        **rule,
        "input_title": field.title_th,
        "input_message": message(field),
        "error_title": describe.said("error.title").th,
    }
    if error:
        options["error_message"] = f"{error.th}\n{error.en}"
    return options


def message(field: Field) -> str:
    """What goes in, in Thai, as it shows when a cell of the column is chosen."""
    return "\n".join(sentence.th for sentence in describe.explained(field))


def _rule(
    field: Field, cell: str, source: str | None
) -> tuple[dict[str, Any], Both | None]:
    said = describe.said
    if field.type == "list" or field.qualifier:
        return {"validate": "any"}, None
    if source:
        return {"validate": "list", "source": source}, said("error.list")
    if field.type in ("date", "datetime"):
        reason = "date" if field.not_after == "today" else "not_date"
        return _date(field, cell), said(f"error.{reason}")
    if field.type == "year":
        return _year(field), said(f"error.year_{field.calendar}")
    if field.type in ("integer", "number"):
        error = said(f"error.{field.type}", limits=describe.limits(field))
        return _number(field), error
    longest = describe.longest(field)
    rule = {"validate": "length", "criteria": "<=", "value": longest}
    return rule, said("error.text", length=f"{longest:,}")


def _date(field: Field, cell: str) -> dict[str, Any]:
    """A date, until today where the schema says so; Excel may take a B.E. year for C.E.

    A warning only: a date written out, such as 15 ส.ค. 2563, is read as well.
    """
    conditions = [f"ISNUMBER({cell})", f"{cell}>={EARLIEST}"]
    if field.not_after == "today":
        conditions.append(
            f"OR({cell}<TODAY()+1,AND({cell}>=DATE(2400,1,1),"
            f"{cell}<EDATE(TODAY(),{BUDDHIST_MONTHS})+1))"
        )
    formula = f"=AND({','.join(conditions)})"
    return {"validate": "custom", "value": formula, "error_type": "warning"}


def _year(field: Field) -> dict[str, Any]:
    first, last = (2400, 2600) if field.calendar == "be" else (1900, 2100)
    return {
        "validate": "integer",
        "criteria": "between",
        "minimum": first,
        "maximum": last,
    }


def _number(field: Field) -> dict[str, Any]:
    kind = "integer" if field.type == "integer" else "decimal"
    least = field.minimum or 0
    if field.maximum is None:
        return {"validate": kind, "criteria": ">=", "value": least}
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": least,
        "maximum": field.maximum,
    }
