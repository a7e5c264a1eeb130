"""What a check says to an office: each reason with its places and what to do."""

from pathlib import Path

import pytest

from tests.etl import office
from tests.etl.office import hand_over, tip, tips


@pytest.fixture
def said(tmp_path):
    """Lines of a check of tips with these changes."""

    def check(*changed: dict[str, object]) -> list[str]:
        rows = [tip(f"T{i}", **change) for i, change in enumerate(changed)]
        path = hand_over(tmp_path, "tip_report.csv", tips(*rows))
        return [line.strip() for line in office.check(path).printed.splitlines()]

    return check


def test_each_reason_is_told_in_thai_and_english_with_all_its_places(said):
    _, thai, english = said({"status": "fax"}, {}, {"status": "เสร็จ"})
    assert thai.startswith("· สถานะ (status) บรรทัด 2, 4: ")
    assert english.startswith("Status (status) lines 2, 4: ")
    assert "(พบ: “fax”, “เสร็จ”)" in thai


def test_the_codes_of_a_short_list_are_told(said):
    _, thai, english = said({"status": "fax"})
    assert "(ใช้ได้: รับแจ้ง · " in thai
    assert "(use one of: Received · " in english


@pytest.mark.long
def test_a_nearest_name_stands_with_the_name_that_it_is_for(tmp_path):
    header = ("tip_id", "received_on", "province_name", *office.TIP_HEADER[3:])
    rest = ("HOTLINE_1300", "EX01", "NEW")

    def hand_over_named(*names: str) -> Path:
        rows = [(f"T{i}", "2026-11-01", name, *rest) for i, name in enumerate(names)]
        return hand_over(tmp_path / "inbox", "tip_report.csv", [header, *rows])

    printed = office.check(hand_over_named("เชียงไหม่")).printed
    assert "(ใกล้เคียง: เชียงใหม่)" in printed

    path = hand_over_named("Chang Mai", "Bankok", "เชียงไหม่", "xyz")
    near = (
        "Bankok → Bangkok, Bangkok Metropolis, Bangkok Metropolitan"
        " · Chang Mai → Chiang Mai, Chieng Mai"
    )
    printed = office.check(path).printed
    assert f"(ใกล้เคียง: {near})" in printed
    assert f"(near: {near})" in printed
    built = office.build(tmp_path / "built", path.parent)
    shown = built.rows("select distinct examples, suggestion from mart_load_reason")
    assert shown == [("Bankok · Chang Mai · xyz", near)]


def test_a_reason_says_what_to_do(said):
    _, thai, english = said({"received_on": "32/8/2563"})
    assert "15/8/2563" in thai
    assert "Use d/m/yyyy" in english


def test_a_reason_of_many_rows_names_the_first_and_counts_them(said):
    _, thai, _ = said(*[{"status": "x"}] * 20)
    assert "บรรทัด 2, 3, 4, 5, 6, 7, 8, 9 … (20):" in thai


def test_a_personal_value_is_not_told(said):
    printed = "\n".join(said({"status": "นายสมชาย 081-234-5678"}))
    assert "สมชาย" not in printed
    assert "personal" in printed.lower()


def test_a_strict_build_that_publishes_nothing_says_so(tmp_path):
    inbox = tmp_path / "inbox"
    hand_over(inbox, "tip_report.csv", tips(tip("A", status="x")))
    done = office.build(tmp_path / "built", inbox, options=["--strict"])
    assert done.exit_code == 1
    assert "not published" in done.printed
