"""From a figure to the rows behind it: file, line, time, code (etl status --why)."""

import re

import pytest

from etl import build, speech, why, workspace
from etl.digest import sha256
from tests.etl import office
from tests.etl.office import BATCH_HEADER, batch, hand_over, tip, tips

HEADER = [*office.TIP_HEADER, "recorded_at"]
PEOPLE = "year_be,province_code,population\n2562,50,1000000\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> office.Run:
    """Tips of two weeks and provinces, one of them corrected; tests only look."""
    inbox = tmp_path_factory.mktemp("why") / "inbox"
    monday = {"received_on": "2020-08-10"}
    hand_over(
        inbox,
        "tip_report_1.csv",
        tips(
            [*tip("IN-1", **monday), "2020-08-10"],
            [*tip("IN-2", received_on="2020-08-16"), "2020-08-17"],
            [*tip("MOVED", **monday), "2020-08-12"],
            [*tip("LATE", received_on="2020-08-17"), "2020-08-17"],
            [*tip("ELSEWHERE", province_code="51"), "2020-08-15"],
            header=HEADER,
        ),
    )
    moved = [*tip("MOVED", province_code="57", **monday), "2020-08-25"]
    hand_over(inbox, "tip_report_2.csv", tips(moved, header=HEADER))
    batches = [
        batch(1),
        batch(2, volunteers_trained=""),
        batch(3, volunteers_trained=7),
        batch(4, "51"),
        batch(5, status="planned"),
    ]
    hand_over(inbox, "training_batch.csv", [list(BATCH_HEADER), *batches])
    hand_over(
        inbox,
        "training_participant.csv",
        "fiscal_year_be,batch_no,province_code,volunteers_trained\n"
        "2563,3,50,3\n2563,3,51,4\n",
    )
    hand_over(
        inbox,
        "volunteer_roster.csv",
        "as_of,province_code,volunteers_registered,volunteers_trained\n"
        "2563-08-01,51,900,40\n2563-08-30,51,900,\n2563-09-30,51,900,60\n",
    )
    hand_over(inbox, "population_2562.csv", PEOPLE + "2562,51,500000\n")
    return office.build(inbox.parent / "built", inbox)


def asked(built: office.Run, *arguments: str) -> office.Run:
    return office.run("status", "--out", built.out, "--why", *arguments)


def keys(said: office.Run) -> list[str]:
    """The keys of the rows listed below the two lines of headings."""
    lines = said.printed.splitlines()
    start = next(i for i, line in enumerate(lines) if re.search(r"\bday\b", line))
    return [line.split()[0] for line in lines[start + 1 :]]


def test_the_rows_behind_the_tips_of_a_week_are_listed(built):
    said = asked(built, "50", "2020-W33")
    assert said.exit_code == 0
    assert sorted(keys(said)) == ["IN-1", "IN-2"]
    assert "Tips received in the week: 2." in said.printed
    assert "ใช้ภายใน" in said.printed
    assert "Internal use" in said.printed


def test_a_row_leads_to_its_file_line_hash_times_and_code(built):
    (line,) = [
        line
        for line in asked(built, "50", "2020-W33").printed.splitlines()
        if line.startswith("IN-2")
    ]
    content = sha256(built.out.parent / "inbox" / "tip_report_1.csv")
    (loaded,) = built.values(
        "select (first_loaded_at + interval 7 hours)::varchar from load_file "
        "where path = 'tip_report_1.csv'"
    )
    assert line.split("  ")[0] == "IN-2"
    for part in (
        "2020-08-16",
        "accepted",
        "tip_report_1.csv",
        " 3 ",
        content[:12],
        loaded,
        "2020-08-17 00:00:00",
        workspace.code_version(),
    ):
        assert part in line


def test_the_rows_can_be_asked_for_as_known_in_a_past_week(built):
    counts = {
        week: sorted(keys(asked(built, "50", "2020-W33", "--as-known", week)))
        for week in ("2020-W32", "2020-W33", "2563-W34", "2020-08-30")
    }
    assert counts == {
        "2020-W32": [],
        "2020-W33": ["IN-1", "MOVED"],
        "2563-W34": ["IN-1", "IN-2", "MOVED"],
        "2020-08-30": ["IN-1", "IN-2"],
    }
    then = asked(built, "50", "2020-W33", "--as-known", "2020-W34").printed
    assert re.search(r"MOVED.*superseded", then)
    assert "At the end of 2020-W33: 2." in then
    assert "At the end of 2020-W34: 3." in then
    assert "At the end of 2020-W35" not in then


@pytest.mark.parametrize(
    "province",
    ["50", "50.0", "TH-50", "เชียงใหม่", "จ.เชียงใหม่", "Chiang Mai", "chiangmai"],
)
def test_a_province_goes_by_any_name_or_code_of_the_contract(province):
    assert why.question(province, "2020-W33").province_code == "TH-50"


@pytest.mark.parametrize(
    "week",
    ["2020-W33", "2563-W33", "๒๕๖๓-W๓๓", "2020W33", "2020-08-10", "16/8/2563"]
    + ["12 ส.ค. 2563"],
)
def test_a_week_goes_by_its_name_or_any_of_its_days(week):
    assert str(why.question("50", week).monday) == "2020-08-10"


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("--why", "แดนไกล", "2020-W33"), "No such province"),
        (("--why", "50", "2021-W53"), "No such week"),
        (("--why", "50", "soon"), "No such week"),
        (("--why", "50", "2020-W33", "--as-known", "later"), "No such week"),
        (("--why", "50", "2020-W33", "--dataset", "target"), "can be asked for"),
        (("--as-known", "2020-W33"), "go with --why only"),
        (("--dataset", "tip_report"), "go with --why only"),
        (("--why", "50"), "expected 2 arguments"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_right(built, arguments, text):
    said = office.run("status", "--out", built.out, *arguments)
    assert said.exit_code == 2
    assert text in said.printed


def test_why_without_a_version_ends_with_1(tmp_path):
    said = office.run("status", "--out", tmp_path, "--why", "50", "2020-W33")
    assert said.exit_code == 1


def test_nothing_behind_a_figure_is_a_counted_zero(built):
    said = asked(built, "10", "2020-W33")
    assert said.exit_code == 0
    assert keys(said) == []
    assert "Tips received in the week: 0." in said.printed


# --- coverage


@pytest.mark.parametrize("dataset", ["volunteer_roster", "training_batch"])
def test_coverage_without_a_roster_comes_from_batches_and_their_participants(
    built, dataset
):
    said = asked(built, "50", "2020-W40", "--dataset", dataset).printed
    rows = [line.split()[:2] for line in said.splitlines() if "|" in line]
    assert rows == [
        ["training_batch", "2563|1"],
        ["training_batch", "2563|2"],
        ["training_batch", "2563|3"],
        ["training_participant", "2563|3|TH-50"],
        ["population", "2562|TH-50"],
    ]
    assert "Volunteers trained: ≥ 103, people: 1,000,000, per 100,000: ≥ 10.30" in said


@pytest.mark.parametrize(
    ("week", "key", "trained"),
    [("2020-W36", "2020-08-01|TH-51", 40), ("2020-W40", "2020-09-30|TH-51", 60)],
)
def test_coverage_comes_from_the_latest_roster_row_with_a_figure(
    built, week, key, trained
):
    said = asked(built, "51", week, "--dataset", "volunteer_roster").printed
    rows = [line.split()[:2] for line in said.splitlines() if "|" in line]
    assert rows == [["volunteer_roster", key], ["population", "2562|TH-51"]]
    assert f"Volunteers trained: {trained}, people: 500,000" in said


def test_without_a_batch_or_roster_coverage_is_a_counted_zero(built):
    said = asked(built, "50", "2020-W30", "--dataset", "training_batch").printed
    assert "Volunteers trained: 0, people: 1,000,000, per 100,000: 0.00" in said


@pytest.mark.long
def test_the_rows_behind_coverage_sum_to_the_mart(demo_built):
    built = office.Run(0, "", {}, demo_built)
    with built.database() as con:
        years = con.execute(
            "select distinct fiscal_year_be, as_on from mart_fiscal_year order by 1"
        ).fetchall()
        for year, on in (years[0], years[len(years) // 2], years[-1]):
            summed = {
                (province): con.execute(
                    "select sum(figure) filter (where counts_as = 'volunteers'), "
                    "count(*) filter (where counts_as = 'volunteers'), "
                    "max(figure) filter (where counts_as = 'population') from "
                    "volunteer_coverage_rows($province, $on, date '2999-01-01')",
                    {"province": province, "on": on},
                ).fetchone()
                for (province,) in con.execute(
                    "select province_code from province"
                ).fetchall()
            }
            mart = con.execute(
                "select province_code, volunteers_trained, population "
                "from mart_volunteer_coverage "
                "where fiscal_year_be = $year and is_year_day",
                {"year": year},
            ).fetchall()
            assert mart
            for province, trained, people in mart:
                total, rows, population = summed[province]
                assert (total if rows else 0, population) == (trained, people)


# --- what a kept row says


@pytest.mark.long
def test_kept_rows_tell_the_code_that_judged_them(tmp_path, monkeypatch):
    inbox, out = tmp_path / "inbox", tmp_path / "built"
    path = hand_over(inbox, "tip_report.csv", tips(tip("A")))
    office.build(out, inbox)
    ours = workspace.code_version()
    path.write_text("<html></html>", "utf-8")
    for code in ("later", "later still"):
        for module in (workspace, build):
            monkeypatch.setattr(module, "code_version", lambda code=code: code)
        again = office.build(out, inbox)
        assert again.report["published"]
        assert again.rows(
            "select file.code_version, file.judged_at is not null from tip_report "
            "inner join load_file as file on source_file_id = file_id"
        ) == [(ours, True)]
        assert again.values(
            "select distinct code_version from load_file where origin = 'reference'"
        ) == [code]


def test_the_words_of_the_commands_stand_below_each_other():
    said = speech.table(["why_col_key", "why_col_day"], [["จังหวัดน่าน", 1], [None, 2]])
    assert [line.split() for line in said] == [
        ["กุญแจ", "วันที่"], ["key", "day"], ["จังหวัดน่าน", "1"], ["2"],
    ]  # fmt: skip
    assert said[3].index("2") == len("จงหวดนาน") + 2


@pytest.mark.long
@pytest.mark.parametrize(
    ("province", "week", "state"),
    [
        ("50", "2020-W33", "there are rows"),
        ("51", "2020-W33", "a counted zero"),
        ("52", "2020-W33", "not reported"),
        ("50", "2019-W30", "no data"),
        ("50", "2099-W10", "after the last complete week"),
    ],
)
def test_a_week_says_whether_its_zero_was_counted(tmp_path, province, week, state):
    inbox = tmp_path / "inbox"
    hand_over(
        inbox, "tip_report.csv", tips(tip("A"), tip("B", received_on="2020-08-30"))
    )
    head = ["dataset", "province_code", "period_start", "period_end", "received_on"]
    line = ["tip_report", "51", "2020-08-10", "2020-08-16", "2020-08-17"]
    hand_over(inbox, "reporting.csv", [[*head, "rows"], [*line, "0"]])
    built = office.build(tmp_path / "built", inbox)
    assert state in asked(built, province, week).printed
