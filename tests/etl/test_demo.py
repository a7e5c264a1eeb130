"""The synthetic data: made again alike, plausible, wrong only where it means to be."""

import csv
import datetime
import json
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl import commands as command_line
from etl import demo, paths
from etl.demo import hazards, outbreaks, places, reports, tip_history, training
from tests.etl.cells import cells_of

pytestmark = pytest.mark.long

PERSONAL = {
    "13 digits": r"(?<!\d)\d([ .-]?\d){12}(?!\d)",
    "Thai telephone": r"(?<!\d)0[2-9]([ .-]?\d){7,8}(?!\d)",
    "+66": r"\+\s?66",
    "e-mail": r"@",
    "passport": r"(?<![A-Za-z0-9])[A-Za-z]{1,2}\d{6,9}(?!\d)",
    "title": r"(^|[^ก-๛])(นาย(?!จ้าง)|นาง|นางสาว|น\.ส\.|ด\.ช\.|ด\.ญ\.)\s*[ก-ฮเ-ไ]",
}
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


@pytest.fixture(scope="module")
def manifest() -> dict:
    return json.loads((paths.DEMO / paths.DEMO_MANIFEST).read_text("utf-8"))


@pytest.fixture(scope="module")
def remade(manifest, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("demo")
    demo.write(out, tips=manifest["tips"], seed=manifest["seed"])
    return out


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Path:
    """A set of 100,000 tips."""
    out = tmp_path_factory.mktemp("many")
    demo.write(out, tips=100_000)
    return out


@pytest.fixture(scope="module")
def truth() -> dict:
    return json.loads((paths.DEMO / demo.TRUTH).read_text("utf-8"))


@pytest.fixture(scope="module")
def provinces() -> dict[str, places.Place]:
    return places.load()


@pytest.fixture(scope="module")
def batches(provinces) -> list[training.Batch]:
    figures = hazards.hazards(demo.DEFAULT, provinces)
    return training.batches(demo.DEFAULT, provinces, figures)


@pytest.fixture(scope="module")
def tips(provinces, batches) -> list[list[tip_history.Tip]]:
    figures = hazards.hazards(demo.DEFAULT, provinces)
    told = reports.reports(demo.DEFAULT, list(provinces), outbreaks.busy_weeks())
    number = tip_history.DEFAULT_TIPS
    return list(
        tip_history.history(demo.DEFAULT, number, provinces, figures, batches, told)
    )


def checked(targets: list[Path], folder: Path) -> list[dict]:
    """What `etl check` reports of each file."""
    report = folder / "report.json"
    command_line.main(["check", *map(str, targets), "--report", str(report)])
    return json.loads(report.read_text("utf-8"))["files"]


def good_cells(folder: Path, truth: dict) -> Iterator[tuple[str, str]]:
    """Every cell that is not wrong on purpose: where it stands, what it says."""
    flawed = {(f["file"], f["sheet"], f["line"]) for f in truth["flawed_lines"]}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".json":
            continue
        for sheet, lines in cells_of(path).items():
            for number, line in enumerate(lines, start=1):
                if (path.name, sheet, number) not in flawed:
                    for cell in line:
                        yield f"{path.name} {sheet} {number}", cell


def test_the_command_makes_the_committed_cells_again(remade):
    names = sorted(path.name for path in paths.DEMO.iterdir())
    assert sorted(path.name for path in remade.iterdir()) == names
    for name in names:
        if not name.endswith(".json"):
            assert cells_of(remade / name) == cells_of(paths.DEMO / name), name


@pytest.mark.skipif(
    sys.platform != "linux" or "ng" in zlib.ZLIB_RUNTIME_VERSION,
    reason="another compression library packs the same workbook into other bytes",
)
def test_the_command_makes_the_committed_bytes_again(remade):
    for path in paths.DEMO.iterdir():
        assert (remade / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_shipped_set_is_the_default_one(manifest):
    assert manifest["tips"] == tip_history.DEFAULT_TIPS
    assert manifest["seed"] == demo.DEFAULT


def test_another_seed_makes_other_data(remade, tmp_path):
    demo.write(tmp_path, tips=500, seed=demo.DEFAULT + 1)
    name = "province_risk_2563.csv"
    assert (tmp_path / name).read_bytes() != (remade / name).read_bytes()


def test_the_manifest_names_every_data_file(manifest):
    data = {path.name for path in paths.DEMO.iterdir() if path.suffix != ".json"}
    assert set(manifest["files"]) == data


def test_the_committed_folder_stays_small():
    assert sum(path.stat().st_size for path in paths.DEMO.iterdir()) < 6_000_000


def test_only_the_lines_wrong_on_purpose_are_rejected(truth, tmp_path):
    files = checked([paths.DEMO], tmp_path)
    assert {file["status"] for file in files} == {"loaded"}
    rejected = {f["path"]: f["rejected"] for f in files if f["rejected"]}
    flawed = Counter(flaw["file"] for flaw in truth["flawed_lines"])
    assert {Path(path).name: number for path, number in rejected.items()} == flawed
    assert sum(file["duplicate"] for file in files) > 50
    assert sum(file["superseded"] for file in files) > 5_000


def test_no_cell_looks_like_personal_data(truth):
    patterns = re.compile("|".join(PERSONAL.values()))
    found = [
        (where, cell)
        for where, cell in good_cells(paths.DEMO, truth)
        if patterns.search(cell.translate(THAI_DIGITS))
    ]
    assert found == []


def test_the_patterns_find_the_fictional_persons(truth):
    flawed = {
        (flaw["file"], flaw["line"])
        for flaw in truth["flawed_lines"]
        if flaw["flaw"].startswith("personal data")
    }
    patterns = re.compile("|".join(PERSONAL.values()))
    for name, number in flawed:
        (lines,) = cells_of(paths.DEMO / name).values()
        assert any(patterns.search(cell) for cell in lines[number - 1]), (name, number)
    assert len(flawed) == 4


def test_98125_volunteers_are_registered_in_2562():
    rows = cells_of(paths.DEMO / "volunteer_roster_2562-2563.xlsx")["ก.ย. 2562"]
    header = next(n for n, row in enumerate(rows) if "อพม. ทั้งหมด (คน)" in row)
    column = rows[header].index("อพม. ทั้งหมด (คน)")
    provinces = rows[header + 1 : header + 78]
    assert sum(float(row[column]) for row in provinces) == 98_125
    assert float(rows[header + 78][column]) == 98_125  # the total line says so too


def test_fiscal_year_2563_has_29_batches_with_the_official_one(batches):
    numbers = [b.batch_no for b in batches if b.fiscal_year_be == 2563]
    assert numbers == list(range(2, 30))


def test_known_events_of_2563_have_no_synthetic_double(batches):
    hosts = {b.place.code for b in batches if b.fiscal_year_be == 2563}
    assert hosts.isdisjoint({"TH-50", "TH-96"})


def test_held_batches_lie_in_their_fiscal_year_and_in_the_past(batches):
    for batch in batches:
        assert batch.started_on <= batch.ended_on
        if batch.status == "held":
            first = datetime.date(batch.fiscal_year_be - 544, 10, 1)
            last = datetime.date(batch.fiscal_year_be - 543, 9, 30)
            assert first <= batch.started_on <= batch.ended_on <= last
            assert batch.ended_on <= batch.recorded_on <= datetime.date(2026, 11, 22)


def test_batches_of_every_status_and_some_that_do_not_report(batches):
    statuses = Counter(batch.status for batch in batches)
    assert set(statuses) == {"planned", "held", "postponed", "cancelled"}
    held = [batch for batch in batches if batch.status == "held"]
    assert 5 <= sum(batch.trained is None for batch in held) <= len(held) // 5
    assert sum("กว่า" in (batch.participants or "") for batch in held) > 10


def test_home_provinces_add_up_to_the_batch(batches):
    shared = [batch for batch in batches if batch.homes]
    assert len(shared) > 30
    for batch in shared:
        assert sum(batch.homes.values()) == batch.trained


def test_tips_number_in_the_low_thousands_a_year(tips):
    years = Counter(versions[0].received_on.year for versions in tips)
    assert len(tips) == tip_history.DEFAULT_TIPS
    assert len({versions[0].tip_id for versions in tips}) == len(tips)
    for year in range(2020, 2026):
        assert 1_500 < years[year] < 3_500


def test_calls_to_1300_stay_near_the_known_161_to_269_a_year(tips):
    calls = Counter(
        versions[0].received_on.year
        for versions in tips
        if versions[0].channel == "HOTLINE_1300"
    )
    for year in range(2020, 2026):
        assert 140 <= calls[year] <= 300


def test_tips_reach_the_last_day_and_none_is_recorded_after_it(tips):
    last = datetime.date(2026, 11, 22)
    assert max(versions[0].received_on for versions in tips) == last
    assert max(tip.recorded_on for versions in tips for tip in versions) <= last


def test_versions_of_a_tip_come_one_after_the_other(tips):
    changed = 0
    for versions in tips:
        recorded = [tip.recorded_on for tip in versions]
        assert recorded == sorted(set(recorded))
        changed += len(versions) > 1
        for tip in versions:
            assert tip.received_on <= tip.recorded_on
            assert tip.closed_on is None or tip.received_on <= tip.closed_on
            assert tip.closed_on is None or tip.closed_on <= tip.recorded_on
    assert changed > len(tips) // 4


def test_weekly_tips_scatter_more_than_a_poisson_count(tips):
    weeks = Counter(
        (v[0].received_on - datetime.date(2019, 9, 30)).days // 7
        for v in tips
        if datetime.date(2022, 10, 3) <= v[0].received_on < datetime.date(2026, 9, 28)
    )
    mean = sum(weeks.values()) / len(weeks)
    variance = sum((n - mean) ** 2 for n in weeks.values()) / (len(weeks) - 1)
    assert variance / mean > 1.4


def test_volunteers_tip_more_after_a_batch_as_the_truth_says(tips, truth):
    received: dict[str, list[datetime.date]] = {}
    for versions in tips:
        if versions[0].channel == truth["training_effect"]["channel"]:
            received.setdefault(versions[0].place.code, []).append(
                versions[0].received_on
            )
    near = before = 0
    for batch in truth["training_effect"]["batches"]:
        ended_on = datetime.date.fromisoformat(batch["ended_on"])
        for day in received.get(batch["province_code"], []):
            days = (day - ended_on).days
            near += 1 <= days <= 60
            before += -60 <= days < 0
    assert 2.0 < near / before < 4.0


def test_outbreaks_stand_out_in_their_weeks(tips, truth):
    for outbreak in truth["outbreaks"]:
        first = datetime.date.fromisoformat(outbreak["first_on"])
        last = first + datetime.timedelta(weeks=outbreak["weeks"])
        here = [
            versions[0].received_on
            for versions in tips
            if versions[0].place.code == outbreak["province_code"]
        ]
        inside = sum(first <= day < last for day in here)
        earlier = sum(first - (last - first) <= day < first for day in here)
        assert inside >= outbreak["tips_added"]
        assert inside > 3 * earlier


@pytest.mark.parametrize("number", [0, 7, 150])
def test_any_number_of_tips_can_be_asked_for(number, tmp_path):
    written = demo.write(tmp_path, tips=number)
    files = checked(written, tmp_path)
    assert {file["status"] for file in files} == {"loaded"}
    tip_files = [path for path in written if path.name.startswith("tip_report")]
    ids = {
        tip_id
        for path in tip_files
        for lines in cells_of(path).values()
        for line in lines
        for tip_id in line
        if re.fullmatch(r"T\d\d-\d{6}", tip_id)
    }
    assert len(ids) == number


def test_a_negative_number_of_tips_is_refused(tmp_path):
    with pytest.raises(ValueError, match="-1 is no number of tips"):
        demo.write(tmp_path, tips=-1)


def test_many_tips_go_into_one_plain_file_and_registers_stay(remade, many):
    (path,) = many.glob("tip_report*")
    with path.open(encoding="utf-8", newline="") as file:
        ids = Counter(row["tip_id"] for row in csv.DictReader(file))
    assert len(ids) == 100_000
    assert 0.005 < sum(n > 1 for n in ids.values()) / len(ids) < 0.02
    of_tips = ("demo", "tip", "referral", "reporting_2", "withdrawal")
    others = [p for p in many.iterdir() if not p.name.startswith(of_tips)]
    assert {"outreach_2565.csv", "reporting_registers.xlsx"} < {p.name for p in others}
    for made in others:
        assert made.read_bytes() == (remade / made.name).read_bytes()


def test_many_tips_have_about_as_many_followed_up_as_few(remade, many):
    for pattern in ("referral*", "tip_outcome*"):
        usual, here = (
            sum(len(t) for p in folder.glob(pattern) for t in cells_of(p).values())
            for folder in (remade, many)
        )
        assert usual / 3 < here < usual * 3


def test_a_second_run_leaves_nothing_of_the_first_but_edited_files(tmp_path):
    demo.write(tmp_path, tips=900)
    edited = tmp_path / "tip_report_2563.csv"
    edited.write_bytes(edited.read_bytes() + b"\r\n")
    demo.write(tmp_path, tips=0)
    assert [path.name for path in tmp_path.glob("tip_report*")] == [edited.name]
    manifest = json.loads((tmp_path / paths.DEMO_MANIFEST).read_text("utf-8"))
    assert edited.name not in manifest["files"]
