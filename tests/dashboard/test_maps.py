"""Maps: classes, colours that all can tell apart, and what is sent to the browser."""

import itertools
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard import maps
from tests.test_theme import CONFIG, VISIONS, contrast, lab

ROOT = Path(__file__).resolve().parents[2]
RISK = maps.Axis("ระดับความเสี่ยง", ("1–2", "3", "4–5"))
COVERAGE = maps.Axis("อพม. ต่อแสนคน", ("< 60", "60–119", "≥ 120"))
KINDS = {kind.id: kind for kind in maps.bivariate_kinds(RISK, COVERAGE, "ไม่มีข้อมูล")}
CLASSES = [kind for name, kind in KINDS.items() if name != maps.NO_DATA]
WORDS = maps.Words(
    locale="th",
    title="จังหวัดเสี่ยงสูงที่ อพม. ผ่านอบรมยังน้อย",
    status="ข้อมูลสังเคราะห์ ไม่ใช่ข้อมูลจริง",
    note=("ที่มา: กระทรวง พม. · ข้อมูลถึง 15 พ.ย. 2569",),
    hint="ตัวเลขคือจำนวนจังหวัด",
    map="แผนที่ 77 จังหวัด",
    legend="คำอธิบายสี",
    clear="แสดงทุกกลุ่ม",
    picture="บันทึกภาพ PNG",
    failed="วาดแผนที่ไม่สำเร็จ",
    bangkok="กรุงเทพฯ และปริมณฑล",
    phuket="ภูเก็ต",
)


def three_provinces():
    return pd.DataFrame(
        {
            "province_code": ["TH-10", "TH-50", "TH-83"],
            "name": ["กรุงเทพมหานคร", "เชียงใหม่", "ภูเก็ต"],
            "risk_band": [1, 3, None],
            "coverage_class": [3, 1, 2],
            "is_shown": [True, True, True],
            "per_100k": ["130.0", "12.5", None],
        }
    )


def spec_of(provinces, **options):
    return maps.bivariate_map(
        provinces,
        risk=RISK,
        coverage=COVERAGE,
        corners=("เสี่ยงสูง อพม. น้อย", "ข", "ค", "ง"),
        missing="ไม่มีข้อมูล",
        words=WORDS,
        lines={"per_100k": "อพม. ต่อแสนคน"},
        file_name="coverage",
        **options,
    )


def counts(spec):
    return {kind["id"]: kind["count"] for kind in spec["classes"]}


# --- classes


def test_a_province_has_a_class_only_when_both_figures_are_known():
    provinces = pd.DataFrame(
        {"risk_band": [3, 1, None, 2, None], "coverage_class": [1, 3, 2, None, None]}
    )
    assert maps.bivariate_class(provinces).tolist() == [
        *("r3c1", "r1c3"),
        *[maps.NO_DATA] * 3,
    ]


def test_the_legend_has_high_risk_on_top_and_thin_coverage_on_the_left():
    spec = spec_of(three_provinces())
    grid = spec["legend"]["grid"]
    ids = [[spec["classes"][at]["id"] for at in row] for row in grid["cells"]]
    assert ids[0][0] == "r3c1"
    assert ids[0][2] == "r3c3"
    assert ids[2][0] == "r1c1"
    assert grid["rows"] == ["4–5", "3", "1–2"]
    assert grid["columns"] == ["< 60", "60–119", "≥ 120"]
    assert [spec["classes"][at]["id"] for at in spec["legend"]["list"]] == ["none"]


def test_the_legend_counts_the_provinces_that_are_shown():
    provinces = three_provinces().assign(is_shown=[True, False, True])
    spec = spec_of(provinces)
    found = counts(spec)
    assert (found["r1c3"], found["r3c1"], found["none"]) == ("1", "0", "1")
    assert spec["provinces"]["away"] == [1]


def test_counts_are_written_as_the_reader_asks():
    assert (
        counts(spec_of(three_provinces(), number=lambda n: f"<{n}>"))["r3c1"] == "<1>"
    )


# --- what is sent


def test_a_figure_that_is_missing_has_no_tooltip_line():
    (line,) = spec_of(three_provinces())["lines"]
    assert [line["levels"][at] for at in line["at"]] == ["130.0", "12.5", ""]


def test_equal_tooltip_values_are_sent_once():
    (line,) = spec_of(three_provinces().assign(per_100k="5.0"))["lines"]
    assert (line["levels"], line["at"]) == (["5.0"], [0, 0, 0])


def test_selection_and_filter_come_from_the_page():
    spec = spec_of(three_provinces(), selected="TH-50", kept={"none", "r3c1", "x"})
    assert spec["selected"] == "TH-50"
    assert spec["kept"] == ["r3c1", "none"]  # known ones, in the legend's order


def test_a_spec_of_77_provinces_is_small():
    one = three_provinces().iloc[[0]]
    provinces = pd.concat([one] * 77, ignore_index=True)
    provinces["per_100k"] = [f"{number:.1f}" for number in range(77)]
    sent = json.dumps(spec_of(provinces), ensure_ascii=False, separators=(",", ":"))
    assert len(sent.encode()) < 10_000


def test_one_figure_makes_a_list_of_classes():
    kinds = [
        maps.Kind("low", "ต่ำ", "#ffffff", "#000000"),
        maps.Kind("high", "สูง", "#000000", "#ffffff"),
        maps.no_data("ไม่มีข้อมูล"),
    ]
    provinces = three_provinces().assign(class_id=["high", "low", "high"])
    spec = maps.class_map(
        provinces, kinds=kinds, words=WORDS, lines={}, file_name="tips"
    )
    assert spec["legend"] == {"grid": None, "list": [0, 1, 2]}
    assert counts(spec) == {"low": "1", "high": "2", "none": "0"}
    assert spec["provinces"]["class"] == [1, 0, 1]
    assert spec["file_name"] == "tips.png"


def test_every_inset_province_has_a_shape():
    shapes = json.loads((ROOT / "static/provinces.geojson").read_text(encoding="utf-8"))
    drawn = {each["properties"]["province_code"] for each in shapes["features"]}
    insets = spec_of(three_provinces())["insets"]
    assert {code for inset in insets for code in inset["codes"]} <= drawn


# --- colours


def lightness(kind):
    return lab(kind.fill, VISIONS["common"])[0]


def test_high_risk_and_thin_coverage_is_darkest():
    others = [lightness(kind) for name, kind in KINDS.items() if name != "r3c1"]
    assert lightness(KINDS["r3c1"]) < min(others) - 5


@pytest.mark.parametrize("vision", VISIONS)
def test_both_ramps_darken_step_by_step(vision):
    table = np.array(
        [
            [lab(KINDS[f"r{r}c{c}"].fill, VISIONS[vision])[0] for c in (3, 2, 1)]
            for r in (1, 2, 3)
        ]
    )
    assert np.diff(table, axis=0).max() < -4  # with risk
    assert np.diff(table, axis=1).max() < -4  # with thinner coverage


@pytest.mark.parametrize("vision", VISIONS)
def test_any_two_classes_stay_apart(vision):
    points = [lab(kind.fill, VISIONS[vision]) for kind in CLASSES]
    distances = [np.linalg.norm(a - b) for a, b in itertools.combinations(points, 2)]
    assert min(distances) >= 20  # CIE76; about 2 is just seen side by side


@pytest.mark.parametrize("vision", VISIONS)
def test_no_data_is_hatched_and_neither_of_its_greys_is_a_class(vision):
    missing = KINDS[maps.NO_DATA]
    assert missing.pattern == "hatch"
    assert all(kind.pattern is None for kind in CLASSES)
    for grey in (missing.ink, missing.fill):
        point = lab(grey, VISIONS[vision])
        for kind in CLASSES:
            distance = np.linalg.norm(point - lab(kind.fill, VISIONS[vision]))
            assert distance >= 3 if grey == missing.fill else distance >= 15


COUNTS = [maps.ZERO, maps.FEWER, maps.WITHHELD, maps.UNREPORTED, maps.NO_DATA]


def test_zero_suppressed_withheld_not_reported_and_no_data_look_different():
    names = dict.fromkeys([*COUNTS, *map(str, maps.COUNT_FROM)], "x")
    kinds = {kind.id: kind for kind in maps.count_kinds(names)}
    looks = {(kind.fill, kind.ink, kind.pattern) for kind in kinds.values()}
    assert len(looks) == len(kinds) == len(names)
    assert kinds[maps.ZERO].pattern is None
    assert {kinds[name].pattern for name in COUNTS[1:]} == {"dots", "hatch"}


def test_a_count_has_the_class_of_its_state_or_of_its_size():
    count = pd.array([0, None, 10, 30, None, None, None], "Int64")
    state = ["zero", "fewer", "rounded", "rounded", "withheld", "not_reported"]
    found = maps.count_class(pd.Series(count), pd.Series([*state, "no_data"]))
    low, middle = maps.COUNT_FROM[:2]
    assert found.tolist() == [
        *(maps.ZERO, maps.FEWER, str(low), str(middle)),
        *(maps.WITHHELD, maps.UNREPORTED, maps.NO_DATA),
    ]


def test_hatching_and_counts_can_be_read():
    missing = KINDS[maps.NO_DATA]
    assert contrast(missing.ink, missing.fill) >= 3
    for kind in CLASSES:
        assert contrast(kind.ink, kind.fill) >= 4.5


# --- what the browser runs


def test_the_component_makes_no_markup_of_data_and_calls_nobody():
    scripts = {
        path.name: path.read_text(encoding="utf-8")
        for path in (ROOT / "static" / "province_map").glob("*.js")
    }
    assert {"main.js", "map.js", "legend.js", "picture.js"} <= set(scripts)
    markup = re.compile(
        r"\b(inner|outer)HTML|insertAdjacentHTML|document\.write|\beval\b"
    )
    for text in scripts.values():
        assert markup.search(text) is None
        assert set(re.findall(r"https?://[^\"'`]+", text)) <= {
            "http://www.w3.org/2000/svg"  # the name of SVG, not an address to call
        }


def test_the_component_has_no_words_of_its_own():
    """What is set as text is always a value, never a string of letters."""
    for path in (ROOT / "static" / "province_map").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"[\u0e01-\u0e5b]", re.sub(r"//.*|/\*.*?\*/", "", text))
        assert not re.search(r"textContent = [\"'`]", text)


def test_the_ground_of_both_themes_shows_every_class():
    """A class may be near the ground in colour only where an outline shows it."""
    style = (ROOT / "static/province_map/style.css").read_text(encoding="utf-8")
    share = int(re.search(r"--line: color-mix\(.*?(\d+)%", style)[1]) / 100
    for mode in ("light", "dark"):
        ground, ink = (
            np.array(
                [int(CONFIG["theme"][mode][name][at : at + 2], 16) for at in (1, 3, 5)]
            )
            for name in ("backgroundColor", "textColor")
        )
        line = "#" + "".join(
            f"{round(v):02x}" for v in share * ink + (1 - share) * ground
        )
        assert contrast(line, CONFIG["theme"][mode]["backgroundColor"]) >= 3
