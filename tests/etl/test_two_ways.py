"""Few rows are looked up in Python, many in SQL: what becomes of them is the same."""

import sys

import pytest

from etl import many, texts
from etl.reading import reader
from etl.reading.reader import Reader
from tests.etl import handed, office
from tests.etl.office import hand_over

pytestmark = pytest.mark.long

# texts that a value of any type may be written as, or hide behind; no delimiters
AWKWARD = [
    "-",
    "0",
    "-0",
    "00",
    "007",
    "1",
    "1.0",
    "1.5",
    "01.50",
    "12.345678901",
    "1e3",
    "NaN",
    "inf",
    "๑๒๓",
    "99999999",
    "100000000",
    "0812345678",
    "1234567890123",
    "9999999999999999",
    "999999999999999999999999999999",
    "2563",
    "2020",
    "63",
    "1900",
    "2100",
    "2101",
    "15/8/2563",
    "15-8-63",
    "2020-08-15",
    "2020-8-5",
    "2020-13-01",
    "2020-02-30",
    "1856-01-01",
    "2099-01-01",
    "2020-08-15T10:00:00",
    "2020-08-15T10:00:00.5",
    "2020-08-15T10:00:00.1234567",
    "2020-08-15T10:00:00Z",
    "2020-08-15T10:00:00+09:00",
    "43831",
    "43831.75",
    "80000.5",
    "19999",
    "50",
    "TH-50",
    "50.0",
    "99",
    "เชียงใหม่",
    "จ.เชียงใหม่",
    "กทม.",
    "yes",
    "ใช่",
    "true",
    "TRUE",
    "1300",
    "unknown",
    "EX01",
    "EX01;EX02",
    "EX01;;EX02",
    "EX01;XX",
    ";",
    "200+",
    "นายสมชาย",
    "a@b.co",
    "AA1234567",
    "national",
    "กํา",
    "held",
    "จัดแล้ว",
    "NEW",
    "new",
    "สูงมาก",
    "4.0",
    "2WL",
]
AWKWARD += [
    "",
    " ",
    "\u3000",
    "\u2003x\u2003",
    "x\u00a0y",
    "x\x1ey\x1fz",
    "a  b",
    "จ. เชียงใหม่",
    "จังหวัด เชียงใหม่",
    "เชียง ใหม่",
    "15 สิงหาคม พ.ศ. 2563",
    "๑๕ ส.ค. ๖๓",
    "2020-08-15 10:00",
    "2020-08-15 10:00:00",
    "2020-08-15 24:00:00",
    "2020-08-15 23:59:60",
    "2563-08-15 10.30 น.",
    "กว่า 200",
    "at least 5 คน",
    "081 234 5678",
    "x" * 1001,
]
# A reading process that gives even small files as Arrow columns.
AS_ARROW = "from etl.reading import child, lines; lines.SMALL = 0; child.main()"


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    """Of every dataset a file whose rows each have one awkward cell."""
    folder = tmp_path_factory.mktemp("two_ways") / "inbox"
    for dataset in handed.offices():
        if dataset.name == "withdrawal":  # of what others hold
            continue
        head, rows, number = handed.header(dataset), [], 0
        for field in dataset.fields:
            for text in AWKWARD:
                number += 1
                rows.append(
                    [*(handed.row(dataset, number) | {field.name: text}).values()]
                )
        hand_over(folder, f"{dataset.name}.csv", [head, *rows])
    return folder


def told(built: office.Run) -> dict[str, list[tuple[object, ...]]]:
    """Every row with its state, and every reason against a row."""
    found = {}
    for dataset in handed.offices():
        found[dataset.name] = built.rows(
            f"select * exclude (source_file_id, known_from, known_to) "
            f"from {dataset.name}_loaded where data_status = 'ministry' "
            "order by source_line"
        )
    found["rejects"] = built.rows(
        "select path, sheet, line, field, load_reject.reason, value, is_personal, "
        "suggestion from load_reject join load_file using (file_id) "
        "order by path, line, field, load_reject.reason"
    )
    return found


@pytest.fixture(scope="module")
def looked_up_in_python(inbox):
    return told(office.build(inbox.parent / "few", inbox))


def test_the_rows_reach_every_outcome(looked_up_in_python):
    assert len(looked_up_in_python["rejects"]) > 5_000
    assert all(
        looked_up_in_python[dataset.name]
        for dataset in handed.offices()
        if dataset.name != "withdrawal"
    )


@pytest.mark.parametrize(
    "plain", [0, 10**9], ids=["plain ones in SQL", "all in Python"]
)
@pytest.mark.parametrize(
    "command", [reader.spawn.COMMAND, (sys.executable, "-c", AS_ARROW)]
)
def test_many_rows_become_what_few_rows_become(
    inbox, looked_up_in_python, monkeypatch, tmp_path, plain, command
):
    monkeypatch.setattr(texts, "MANY", 0)
    monkeypatch.setattr(many, "MANY", plain)
    other = Reader(command)
    monkeypatch.setattr(reader, "shared", lambda: other)
    built = told(office.build(tmp_path / "many", inbox))
    other.stop()
    for name, rows in looked_up_in_python.items():
        differing = [
            pair for pair in zip(rows, built[name], strict=False) if pair[0] != pair[1]
        ]
        assert differing[:3] == [], name
        assert len(rows) == len(built[name]), name
