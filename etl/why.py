"""Why a figure is what it is: the rows behind it, each with file, line, time and code.

For those who work with the files; single rows go no further.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from etl import codes, values
from etl.datasets import Dataset, datasets
from etl.reading.lines import mended
from etl.speech import said, table
from methods.province_name import ascii_digits, folded, folded_province

END_OF_TIME = dt.date(2999, 12, 31)
BANGKOK = dt.timedelta(hours=7)
TIPS = "tip_report"
COVERAGE = ("volunteer_roster", "training_batch", "training_participant", "population")
NOTHING = "–"
GROWN_WEEKS = 8  # as of which it is told what was known
SHORT_HASH = 12
_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)
_COLUMNS = (
    *("key", "day", "figure", "state", "file", "sheet", "line", "sha256"),
    *("first_loaded", "known_from", "code"),
)


class UsageError(ValueError):
    """The question cannot be understood; says in Thai and English what can."""


@dataclass(frozen=True)
class Question:
    """Which figure is meant.

    Attributes:
        province_code: "TH-50".
        monday: Of the figure's week.
        known_on: A day of the week at whose end it was known; None is now.
        dataset: Whose rows are asked for.
    """

    province_code: str
    monday: dt.date
    known_on: dt.date | None
    dataset: Dataset

    @property
    def sunday(self) -> dt.date:
        """The last day of the figure's week."""
        return self.monday + dt.timedelta(days=6)

    def picked(self, *names: str) -> dict[str, object]:
        """The parameters of these names, for a query that has no other."""
        known = {
            "province": self.province_code,
            "monday": self.monday,
            "sunday": self.sunday,
            "known": self.known_on or END_OF_TIME,
        }
        return {name: known[name] for name in names}


def question(
    province: str, week: str, known_week: str | None = None, dataset: str = TIPS
) -> Question:
    """The question in an analyst's words.

    Args:
        province: A code or name as files may give it: 50, TH-50, เชียงใหม่, Chiang Mai.
        week: 2026-W47, 2569-W47, or a day as files may give it.
        known_week: The same; None is as known now.
        dataset: One of `answerable`.

    Raises:
        UsageError: One of them is not known.
    """
    if dataset not in answerable():
        raise UsageError(said("why_dataset", known=", ".join(answerable())))
    text = mended(province).strip()
    by_code = codes.provinces_by_code().get(folded(text))
    code = by_code or codes.provinces_by_name().get(folded_province(text))
    if code is None:
        raise UsageError(said("why_province"))
    known_on = None if known_week is None else _monday(known_week)
    return Question(code, _monday(week), known_on, datasets()[dataset])


def answerable() -> list[str]:
    """The datasets whose rows can be asked for: by week, or those of the coverage."""
    every = datasets().values()
    return [d.name for d in every if d.name in COVERAGE or d.reported_by == "week"]


def _monday(text: str) -> dt.date:
    """The Monday of a week, given by name or by one of its days."""
    text = mended(text).strip()
    named, day = _WEEK.fullmatch(ascii_digits(text)), values.day(text)
    if named:
        year, week = int(named[1]), int(named[2])
        year -= values.OFFSET if year >= 2400 else 0
        try:
            return dt.date.fromisocalendar(year, week, 1)
        except ValueError as error:
            raise UsageError(said("why_week")) from error
    if day is None:
        raise UsageError(said("why_week"))
    monday: dt.date = day - dt.timedelta(days=day.weekday())
    return monday


def answer(database: Path, asked: Question) -> Iterable[str]:
    """The figure and the rows behind it, line by line.

    Raises:
        UsageError: The version was built before it could be asked.
    """
    with duckdb.connect(str(database), read_only=True) as con:
        knows_code = con.execute(
            "from duckdb_columns() where table_name = 'load_file' "
            "and column_name = 'code_version'"
        ).fetchone()
        if knows_code is None:
            raise UsageError(said("why_older"))
        return _lines(con, asked)


def _lines(con: duckdb.DuckDBPyConnection, asked: Question) -> list[str]:
    is_coverage = asked.dataset.name in COVERAGE
    names = COVERAGE if is_coverage else (asked.dataset.name,)
    rows = [
        {"dataset": name} | row
        for name in names
        for row in _rows(con, datasets()[name], asked, is_coverage=is_coverage)
    ]
    figure = _coverage(rows) if is_coverage else _count(rows, asked.dataset.name)
    columns = ("dataset", *_COLUMNS) if is_coverage else _COLUMNS
    shown = [name for name in columns if is_coverage or name != "figure"]
    return [
        said("why_internal"),
        f"{_province(con, asked)} · {_week(asked.monday)} "
        f"({asked.monday} – {asked.sunday})",
        _known(asked),
        figure,
        *_state(con, asked),
        *_statuses(rows),
        *(_grown(con, asked) if asked.dataset.name == TIPS else []),
        *table(
            [f"why_col_{name}" for name in shown],
            [[row[name] for name in shown] for row in rows],
        ),
    ]


def _state(con: duckdb.DuckDBPyConnection, asked: Question) -> list[str]:
    """What is known of the week, of a dataset reported by week: a zero or nothing."""
    if asked.dataset.reported_by != "week":
        return []
    row = con.execute(
        "select now_ends_on < $monday, (select state from mart_report_state "
        "where dataset = $dataset and province_code = $province "
        "and period_start = $monday) from now_on",
        {
            "dataset": asked.dataset.name,
            "province": asked.province_code,
            "monday": asked.monday,
        },
    ).fetchone()
    is_to_come, state = row or (False, None)
    if is_to_come:
        return [said("why_to_come")]
    return [said(f"why_state_{state or 'no_data'}")]


def _rows(
    con: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    asked: Question,
    *,
    is_coverage: bool,
) -> list[dict[str, Any]]:
    """The rows of one dataset behind the figure, by day and key, with their origin."""
    day = f"said.{dataset.now_field}" if dataset.now_field else "null::date"
    given = asked.picked("known", "province", "sunday")
    if is_coverage:
        given |= {"dataset": dataset.name}
        source = (
            "volunteer_coverage_rows($province, $sunday, $known) as behind "
            f"inner join {dataset.name}_as_known($known) as said "
            "on behind.dataset = $dataset and behind.source_file_id = "
            "said.source_file_id and behind.source_sheet is not distinct from "
            "said.source_sheet and behind.source_line = said.source_line "
        )
        figure = "behind.counts_as, behind.figure"
        where = ""
    else:
        given |= asked.picked("monday")
        source = f"{dataset.name}_as_known($known) as said "
        figure = "null as counts_as, null as figure"
        where = (
            f"where said.province_code = $province and {day} "
            "between $monday and $sunday "
        )
    key = ", ".join(f"said.{name}" for name in dataset.key)
    result = con.execute(
        f"select distinct concat_ws('|', {key}) as key, {day} as day, "
        f"{figure}, loaded.row_state::varchar as state, file.path as file, "
        "said.source_sheet as sheet, said.source_line as line, "
        f"left(file.sha256, {SHORT_HASH}) as sha256, "
        "file.first_loaded_at as first_loaded, loaded.known_from, "
        "file.code_version as code, said.data_status "
        f"from {source}inner join {dataset.name}_loaded as loaded "
        "on said.source_file_id = loaded.source_file_id and said.source_sheet "
        "is not distinct from loaded.source_sheet "
        "and said.source_line = loaded.source_line "
        "inner join load_file as file on said.source_file_id = file.file_id "
        f"{where}order by all",
        given,
    )
    names = [column[0] for column in result.description or ()]
    found = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    for row in found:
        row["first_loaded"] += BANGKOK
    return found


def _count(rows: list[dict[str, Any]], name: str) -> str:
    kind = "why_tips" if name == TIPS else "why_rows"
    return said(kind, rows=f"{len(rows):,}")


def _coverage(rows: list[dict[str, Any]]) -> str:
    """Volunteers, people and K, by the rule of contract.md 7."""
    trained = [row["figure"] for row in rows if row["counts_as"] == "volunteers"]
    known = [number for number in trained if number is not None]
    people = [row["figure"] for row in rows if row["counts_as"] == "population"]
    is_known = bool(known) or not trained
    at_least = "≥ " if len(known) < len(trained) else ""
    share = sum(known) * 100_000 / people[0] if is_known and people else None
    return said(
        "why_coverage",
        volunteers=f"{at_least}{sum(known):,}" if is_known else NOTHING,
        population=f"{people[0]:,}" if people else NOTHING,
        coverage=NOTHING if share is None else f"{at_least}{share:,.2f}",
    )


def _statuses(rows: list[dict[str, Any]]) -> list[str]:
    kinds = sorted({row["data_status"] for row in rows})
    return [said(f"status_data_{kind}") for kind in kinds]


def _province(con: duckdb.DuckDBPyConnection, asked: Question) -> str:
    names = con.execute(
        "select name_th, name_en from province where province_code = $code",
        {"code": asked.province_code},
    ).fetchone()
    return " / ".join([asked.province_code, *(names or ())])


def _known(asked: Question) -> str:
    if asked.known_on is None:
        return said("why_now")
    last = asked.known_on + dt.timedelta(days=6)
    return said("why_known", week=_week(asked.known_on), last=last)


def _grown(con: duckdb.DuckDBPyConnection, asked: Question) -> list[str]:
    """What was known of the week's tips at the end of the weeks that changed it."""
    rows = con.execute(
        "select known_week_start, cast(sum(sum(tips_added - tips_removed)) "
        "over (order by known_week_start) as bigint) from mart_tip_known "
        "where province_code = $province and received_week_start = $monday "
        "and known_week_start <= $known group by known_week_start "
        "order by known_week_start",
        asked.picked("province", "monday", "known"),
    ).fetchall()
    return [
        said("why_grown", week=_week(known_week), rows=f"{tips:,}")
        for known_week, tips in rows[-GROWN_WEEKS:]
    ]


def _week(monday: dt.date) -> str:
    return f"{monday:%G-W%V}"
