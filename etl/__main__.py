"""Command line: python -m etl build | check | demo | status (contract.md 1)."""

import argparse
import json
import sys
from pathlib import Path

import duckdb

from etl import build, paths, publish
from etl.report import Report


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    top = argparse.ArgumentParser(prog="python -m etl", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    make = commands.add_parser("build", help="publish a new version of the database")
    make.add_argument("--input", action="append", type=Path, metavar="DIR")
    make.add_argument("--out", type=Path, default=paths.BUILT, metavar="DIR")
    make.add_argument("--report", type=Path, metavar="FILE")
    make.add_argument("--strict", action="store_true")
    check = commands.add_parser("check", help="judge files, publish nothing")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    check.add_argument("--report", type=Path, metavar="FILE")
    demo = commands.add_parser("demo", help="write synthetic input files")
    demo.add_argument("--out", type=Path, required=True, metavar="DIR")
    demo.add_argument("--tips", type=int, metavar="N")
    demo.add_argument("--seed", type=int, metavar="S")
    status = commands.add_parser("status", help="say what is published")
    status.add_argument("--out", type=Path, default=paths.BUILT, metavar="DIR")
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    given = parser().parse_args(arguments)
    return {"build": _build, "check": _check, "demo": _demo, "status": _status}[
        given.command
    ](given)


def _require(folders: list[Path]) -> None:
    for folder in folders:
        if not folder.exists():
            print(f"ไม่พบ / not found: {folder}", file=sys.stderr)
            raise SystemExit(2)


def _build(given: argparse.Namespace) -> int:
    _require(given.input or [])
    try:
        report = build.build(given.input, given.out, print, strict=given.strict)
    except (publish.BuildError, OSError, MemoryError) as error:
        report = _not_published(str(error))
    except duckdb.Error as error:  # its text may hold a value: only its kind is told
        report = _not_published(type(error).__name__)
    _write_report(report, given.report)
    if report.published:
        print(f"published  {report.version}")
    elif report.exit_code == 0:
        print(f"unchanged  {report.version}")
    return report.exit_code


def _not_published(why: str) -> Report:
    print("ไม่ได้เผยแพร่ ฐานข้อมูลเดิมยังอยู่", file=sys.stderr)
    print(f"Not published, the old version stays: {why}", file=sys.stderr)
    return Report(exit_code=1)


def _check(given: argparse.Namespace) -> int:
    _require(given.paths)
    report = build.check_files(given.paths, print)
    _write_report(report, given.report)
    return report.exit_code


def _write_report(report: Report, path: Path | None) -> None:
    if path:
        text = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
        path.write_text(text + "\n", "utf-8")


def _demo(given: argparse.Namespace) -> int:
    from etl import demo  # noqa: PLC0415

    seed = {} if given.seed is None else {"seed": given.seed}
    for path in demo.write(given.out, tips=given.tips, **seed):
        print(f"written    {path.name}")
    return 0


def _status(given: argparse.Namespace) -> int:
    manifest = publish.current(given.out)
    if manifest is None:
        print("ยังไม่มีฐานข้อมูล / no version: python -m etl build", file=sys.stderr)
        return 1
    print(f"version    {manifest['version']}")
    print(f"finished   {manifest['finished']}")
    for known in manifest["inputs"]:
        print(
            f"{known['status']:10} {known['data_status']:9} {known['name']}: "
            f"{known['accepted']:,} of {known['rows_in']:,} rows"
        )
    for name, rows in manifest["tables"].items():
        print(f"table      {name}: {rows:,}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
