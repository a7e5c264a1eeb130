"""Command line: python -m etl build, check, shapes, demo, and so on (contract.md 1)."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from etl import paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from etl.progress import Progress
    from etl.report import Report
    from etl.why import Question


_HELP = {
    "input": "a folder or file to read; may come several times (else data/inbox)",
    "out": "where the versions lie",
    "report": "write what became of each file as JSON",
    "strict": "publish nothing if a file is refused or a row rejected",
    "paths": "files or folders",
    "layer_file": "Shapefile (also zipped), GeoPackage or GeoJSON, any coordinates",
    "layer": "which layer of a file with several",
    "source": "whose it is and of when, said beneath every map, in Thai",
    "source_en": "the same in English",
    "licence": "on which terms it may be shown",
    "written": "the folder to write into",
    "tips": "about so many tips in one file",
    "seed": "draw other data",
    "why": "list the rows behind a figure, e.g. --why เชียงใหม่ 2569-W47",
    "as_known": "with --why: as it was known at that week's end",
    "dataset": "with --why: of another dataset",
}


def _help(prog: str) -> argparse.HelpFormatter:
    """Help of one width: to ask the terminal for its own loads much for a check."""
    return argparse.HelpFormatter(prog, width=80)


class _Parser(argparse.ArgumentParser):
    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - as argparse takes it
        super().__init__(formatter_class=_help, **given)


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    top = _Parser(prog="python -m etl", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    make = commands.add_parser("build", help="publish a new version of the database")
    make.add_argument(
        "--input", action="append", type=Path, metavar="DIR", help=_HELP["input"]
    )
    make.add_argument(
        "--out", type=Path, default=paths.BUILT, metavar="DIR", help=_HELP["out"]
    )
    make.add_argument("--report", type=Path, metavar="FILE", help=_HELP["report"])
    make.add_argument("--strict", action="store_true", help=_HELP["strict"])
    check = commands.add_parser("check", help="judge files, publish nothing")
    check.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help=_HELP["paths"]
    )
    check.add_argument("--report", type=Path, metavar="FILE", help=_HELP["report"])
    demo = commands.add_parser("demo", help="write synthetic input files")
    demo.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help=_HELP["written"]
    )
    demo.add_argument("--tips", type=_count, metavar="N", help=_HELP["tips"])
    demo.add_argument("--seed", type=int, metavar="S", help=_HELP["seed"])
    templates = commands.add_parser("templates", help="write empty forms to fill in")
    templates.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help=_HELP["written"]
    )
    _add_shapes(commands)
    show = commands.add_parser("status", help="say what is published, and why")
    show.add_argument(
        "--out", type=Path, default=paths.BUILT, metavar="DIR", help=_HELP["out"]
    )
    show.add_argument("--why", nargs=2, metavar=("PROVINCE", "WEEK"), help=_HELP["why"])
    show.add_argument("--as-known", metavar="WEEK", help=_HELP["as_known"])
    show.add_argument("--dataset", metavar="NAME", help=_HELP["dataset"])
    return top


def _add_shapes(commands: Any) -> None:  # noqa: ANN401 - argparse has no name for it
    take = commands.add_parser("shapes", help="take the ministry's province layer")
    take.add_argument(
        "--input", type=Path, required=True, metavar="FILE", help=_HELP["layer_file"]
    )
    take.add_argument(
        "--out", type=Path, default=paths.BUILT, metavar="DIR", help=_HELP["out"]
    )
    take.add_argument("--layer", metavar="NAME", help=_HELP["layer"])
    take.add_argument("--source", default="", metavar="TEXT", help=_HELP["source"])
    take.add_argument(
        "--source-en", default="", metavar="TEXT", help=_HELP["source_en"]
    )
    take.add_argument("--licence", default="", metavar="TEXT", help=_HELP["licence"])


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{number} is below 0")
    return number


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console may lack Thai letters
            stream.reconfigure(errors="replace")
    given = parser().parse_args(arguments)
    # Each command loads what it needs: a check answers before a build could begin.
    run = {
        "build": _build,
        "check": _check,
        "demo": _demo,
        "templates": _templates,
        "status": _status,
        "shapes": _shapes,
    }
    return run[given.command](given)


def _require(folders: list[Path], report: Path | None) -> None:
    for folder in [*folders, *([report.absolute().parent] if report else [])]:
        if not folder.exists():
            print(f"ไม่พบ / not found: {folder}", file=sys.stderr)
            raise SystemExit(2)


def _build(given: argparse.Namespace) -> int:
    _require(given.input or [], given.report)
    _start_reading()
    from etl import build  # noqa: PLC0415

    with _progress() as progress:
        report = _told(
            lambda: build.build(
                given.input, given.out, print, strict=given.strict, progress=progress
            )
        )
    _write_report(report, given.report)
    if report.published:
        print(f"published  {report.version}")
    elif report.exit_code == 0:
        print(f"unchanged  {report.version}")
    elif given.strict and report.files:
        print("ไม่ได้เผยแพร่ รุ่นเดิมยังอยู่ / not published, the old version stays")
    return report.exit_code


def _start_reading() -> None:
    """Let the process that reads files start while this one loads the database."""
    from etl.reading import reader  # noqa: PLC0415

    reader.shared().start()


def _progress() -> Progress:
    from etl import progress  # noqa: PLC0415

    return progress.Bar() if sys.stdout.isatty() else progress.Progress()


def _told(work: Callable[[], Report]) -> Report:
    """The report of the work; a failure is told without any value of the data."""
    from etl.refusal import BuildError  # noqa: PLC0415
    from etl.report import Report  # noqa: PLC0415

    try:
        return work()
    except BuildError as error:
        why = str(error)
    except OSError as error:
        why = _of_the_system(error)
    except Exception as error:  # noqa: BLE001 - its text may hold a handed-over value
        import traceback  # noqa: PLC0415

        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        why = f"{type(error).__name__} ({place})"
    print("ไม่สำเร็จ ฐานข้อมูลเดิมยังอยู่", file=sys.stderr)
    print(f"Not done, the old version stays: {why}", file=sys.stderr)
    return Report(exit_code=1)


def _of_the_system(error: OSError) -> str:
    """What the system says of a file, whose name may hold personal data."""
    why = error.strerror or type(error).__name__
    from etl.files import shown_path  # noqa: PLC0415

    named = isinstance(error.filename, str | Path)
    return f"{why}: {shown_path(Path(error.filename))}" if named else why


def _check(given: argparse.Namespace) -> int:
    _require(given.paths, given.report)
    _start_reading()
    from etl import work  # noqa: PLC0415

    with _progress() as progress:
        report = _told(lambda: work.check_files(given.paths, print, progress))
    _write_report(report, given.report)
    return report.exit_code


def _write_report(report: Report, path: Path | None) -> None:
    if path:
        import json  # noqa: PLC0415

        text = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
        path.write_text(text + "\n", "utf-8")


def _demo(given: argparse.Namespace) -> int:
    from etl import demo  # noqa: PLC0415

    seed = {} if given.seed is None else {"seed": given.seed}
    for path in demo.write(given.out, tips=given.tips, **seed):
        print(f"written    {path.name}")
    return 0


def _templates(given: argparse.Namespace) -> int:
    from etl import templates  # noqa: PLC0415

    try:
        written = templates.write(given.out)
    except templates.TakenError as error:
        print(f"มีไฟล์อยู่แล้ว ไม่เขียนทับ ใช้โฟลเดอร์ว่าง: {error}", file=sys.stderr)
        print(f"Not written over, name an empty folder: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"สร้างโฟลเดอร์หรือไฟล์ไม่ได้: {given.out}", file=sys.stderr)
        print(f"Cannot be made: {given.out} ({error.strerror})", file=sys.stderr)
        return 2
    for path in written:
        print(f"written    {path.name}")
    return 0


def _shapes(given: argparse.Namespace) -> int:
    _require([given.input], None)
    if not given.input.is_file():
        _wrong_usage(f"ไม่ใช่ไฟล์ / not a file: {given.input}")
    from etl import shapes  # noqa: PLC0415
    from etl.speech import said  # noqa: PLC0415

    naming = shapes.Naming(given.source, given.source_en, given.licence)
    try:
        layer = shapes.take(given.input, given.out, naming, print, layer=given.layer)
    except shapes.ShapesError as error:
        why = [error.text("th"), error.text("en")]
    except OSError as error:
        why = [_of_the_system(error)]
    else:
        print(f"taken      {layer.file}")
        print(said("shapes_next"))
        return 0
    print(said("shapes_not_taken"), *why, sep="\n", file=sys.stderr)
    return 1


def _status(given: argparse.Namespace) -> int:
    from etl import publish, status  # noqa: PLC0415
    from etl.speech import said  # noqa: PLC0415

    asked = _asked(given)
    manifest = publish.current(given.out)
    if manifest is None:
        manifest = publish.last_sound(given.out)
        if manifest is None:
            print(said("status_none"), file=sys.stderr)
            return 1
        print(said("status_refused", served=manifest["version"]), file=sys.stderr)
    database = given.out / f"{manifest['version']}.duckdb"
    told = _answered(database, asked) if asked else status.lines(given.out, manifest)
    for line in told:
        print(line)
    return 0


def _asked(given: argparse.Namespace) -> Question | None:
    """The question of --why; wrong usage ends the command with 2."""
    from etl import why  # noqa: PLC0415
    from etl.speech import said  # noqa: PLC0415

    if given.why is None:
        if given.as_known or given.dataset:
            _wrong_usage(said("why_alone"))
        return None
    try:
        province, week = given.why
        dataset = given.dataset or why.TIPS
        return why.question(province, week, given.as_known, dataset)
    except why.UsageError as error:
        _wrong_usage(str(error))


def _answered(database: Path, asked: Question) -> Iterable[str]:
    from etl import why  # noqa: PLC0415

    try:
        return why.answer(database, asked)
    except why.UsageError as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from error


def _wrong_usage(text: str) -> NoReturn:
    print(text, file=sys.stderr)
    raise SystemExit(2)
