"""An office at the door of the ETL: files handed over, commands run, versions opened.

Everything goes through the commands of contract.md 1, and is read back from the report,
the printed lines and the published database alone.
"""

import contextlib
import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import openpyxl

from etl import commands as command_line
from etl import paths
from tests.opened import opened

Cells = Sequence[Sequence[object]]

TIP = ("tip_id", "received_on", "province_code", "channel", "exploitation_form")
TIP_HEADER = (*TIP, "status")
BATCH_HEADER = (
    "fiscal_year_be",
    "batch_no",
    "province_code",
    "started_on",
    "ended_on",
    "status",
    "volunteers_trained",
)


@dataclass(frozen=True)
class Run:
    """What one command did: its exit code, what it printed, its report."""

    exit_code: int
    printed: str
    report: dict[str, Any] = field(default_factory=dict)
    out: Path = Path()

    def file(self, name: str) -> dict[str, Any]:
        """What the report says of the file of that name."""
        found = [known for known in self.report["files"] if known["path"] == name]
        assert len(found) == 1, f"{name}: {len(found)} times in the report"
        return found[0]

    def database(self) -> duckdb.DuckDBPyConnection:
        """The published version, opened read-only."""
        return opened(self.out)

    def rows(self, query: str, **parameters: object) -> list[tuple[Any, ...]]:
        """Rows of the published version."""
        with self.database() as con:
            return con.execute(query, parameters).fetchall()

    def values(self, query: str, **parameters: object) -> list[Any]:
        """The first column of `rows`."""
        return [row[0] for row in self.rows(query, **parameters)]

    def records(self, query: str, **parameters: object) -> list[dict[str, Any]]:
        """Rows of the published version by column name."""
        with self.database() as con:
            result = con.execute(query, parameters)
            names = [column[0] for column in result.description]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def hand_over(
    folder: Path, name: str, content: str | Cells, encoding: str = "utf-8"
) -> Path:
    """Write a delimited text file, from text as it is or from rows of cells."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    text = content if isinstance(content, str) else as_csv(content)
    path.write_bytes(text.encode(encoding))
    return path


def as_csv(rows: Cells, delimiter: str = ",", line_end: str = "\n") -> str:
    """Rows as delimited text; None is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    writer.writerows(rows)
    return text.getvalue()


def hand_over_workbook(
    folder: Path, name: str, sheets: dict[str, Cells], hidden: Sequence[str] = ()
) -> Path:
    """Write an XLSX workbook with these sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if title in hidden:
            sheet.sheet_state = "hidden"
    workbook.save(folder / name)
    return folder / name


def tip(tip_id: str, **changed: object) -> list[object]:
    """One tip that is accepted, in the order of TIP_HEADER, but for what is changed."""
    row = {
        "tip_id": tip_id,
        "received_on": "2563-08-15",
        "province_code": "50",
        "channel": "HOTLINE_1300",
        "exploitation_form": "EX06",
        "status": "NEW",
    } | changed
    return list(row.values())


def tips(*rows: Sequence[object], header: Sequence[str] = TIP_HEADER) -> list[object]:
    """A table of tips with its header."""
    return [list(header), *rows]


def batch(number: int, province: str = "50", **changed: object) -> list[object]:
    """One held batch of FY2563, in the order of BATCH_HEADER."""
    row = {
        "fiscal_year_be": 2563,
        "batch_no": number,
        "province_code": province,
        "started_on": "2020-08-20",
        "ended_on": "2020-08-21",
        "status": "held",
        "volunteers_trained": 100,
    } | changed
    return list(row.values())


def tomorrow() -> date:
    """A day that has not come yet, in Bangkok or anywhere."""
    return date.today() + timedelta(days=2)


def run(*arguments: object) -> Run:
    """Run one command in this process."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            code = command_line.main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
    return Run(code, printed.getvalue())


def check(*targets: Path) -> Run:
    """Run `etl check` with a report."""
    return _reported(targets[0].parent, "check", *targets)


def build(out: Path, *folders: Path, options: Sequence[str] = ()) -> Run:
    """Run `etl build` from these folders, with a report beside the versions."""
    inputs = [part for folder in folders for part in ("--input", folder)]
    return _reported(out.parent, "build", *inputs, "--out", out, *options, out=out)


def _reported(folder: Path, *arguments: object, out: Path = Path()) -> Run:
    report = folder / ".report.json"
    done = run(*arguments, "--report", report)
    said = json.loads(report.read_text("utf-8"))
    return Run(done.exit_code, done.printed, said, out)


def start(*arguments: object) -> subprocess.Popen[str]:
    """Start one command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "etl", *(str(argument) for argument in arguments)],
        cwd=paths.ROOT,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


def golden(name: str) -> list[tuple[str, str]]:
    """The pairs (text, expected) of tests/etl/golden; expected is "" for rejected."""
    path = Path(__file__).parent / "golden" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["expected"]) for row in csv.DictReader(file)]
