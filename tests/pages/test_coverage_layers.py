"""The layers and the columns of the coverage page: as the database holds them."""

import hashlib
import json
import secrets
import shutil
import zlib

import duckdb
import pytest

from dashboard.borders import schematic
from dashboard.text import texts
from dashboard.ui.coverage import deck, layers
from tests.under_test import app, point

PAGE = "pages/coverage_map.py"
LANGS = ("th", "en")
LAYERS = [layer.id for layer in layers.LAYERS if layer.id != layers.RISK]
YEARS = (2563, 2566, 2569)
TAK = "TH-63"
NONE_IN_FILES = {
    "th": "ไม่พบกิจกรรมที่มีผู้เข้าร่วมในไฟล์",
    "en": "no activity with attendees in the files",
}


@pytest.fixture
def open_page(demo_built, monkeypatch):
    """Opens the page over the shipped data, at an address."""
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))

    def opened(**address):
        test = app(PAGE, **address)
        assert not test.exception
        assert not test.error
        return test

    return opened


def spec(test):
    """Of the map, or of the legend beside the columns."""
    return json.loads(zlib.decompress(test.get("bidi_component")[0].proto.bytes))


def hover(test, code):
    found = spec(test)
    place = found["provinces"]["codes"].index(code)
    return {ln["label"]: ln["levels"][ln["at"][place]] for ln in found["lines"]}


def scatter(test):
    return json.loads(test.get("plotly_chart")[0].proto.spec)


def shown(test):
    elements = [*test.title, *test.subheader, *test.markdown, *test.caption]
    return "\n".join(element.value for element in elements).replace("\\", "")


def figures(con, layer, year):
    """The mart's rows of a layer, the thinnest first, as the list is to show them."""
    return (
        con.execute(
            """
            select figure.*, coverage.name_th, coverage.name_en, coverage.risk_band,
                coverage.risk_score, coverage.coverage_gap
            from mart_province_layer as figure
            inner join mart_province_coverage as coverage
                using (fiscal_year_be, province_code)
            where layer = $layer and fiscal_year_be = $year
            order by value nulls last, gap_rank nulls last, province_code
            """,
            {"layer": layer, "year": year},
        )
        .df()
        .assign(state=lambda frame: frame["state"].astype(str))
    )


@pytest.fixture
def open_with_made_up_outreach(demo_built, tmp_path, monkeypatch):
    """Opens the page where activities are made up and all other data handed over."""
    old = next(demo_built.glob("*.duckdb"))
    name = f"20991231T000000Z-{secrets.token_hex(2)}"  # answers are kept by it
    new = tmp_path / f"{name}.duckdb"
    shutil.copy(old, new)
    with duckdb.connect(str(new)) as con:
        con.execute("update version_info set version = ?", [name])
        con.execute(
            """
            update dataset_status set data_status =
                case dataset when 'outreach' then 'synthetic' else 'ministry' end
            """
        )
    manifest = json.loads(old.with_suffix(".json").read_text(encoding="utf-8"))
    content = new.read_bytes()
    manifest |= {"version": name, "size": len(content)}
    manifest["sha256"] = hashlib.sha256(content).hexdigest()
    new.with_suffix(".json").write_text(json.dumps(manifest), encoding="utf-8")
    point(tmp_path, name)
    monkeypatch.setenv("RISK_WATCH_BUILT", str(tmp_path))
    return lambda **address: app(PAGE, **address)


# --- layers


def test_a_page_is_synthetic_when_the_layer_it_shows_is(open_with_made_up_outreach):
    made_up = "Synthetic data, not real"
    risk = open_with_made_up_outreach(lang="en")
    assert made_up not in shown(risk)
    assert spec(risk)["status"] != made_up
    reached = open_with_made_up_outreach(lang="en", coverage_layer="outreach")
    assert made_up in shown(reached)
    assert spec(reached)["status"] == made_up


def test_a_layer_that_does_not_exist_is_the_one_of_risk(open_page):
    test = open_page(lang="en", coverage_layer="tips")
    assert spec(test)["legend"]["grid"]
    assert "coverage_layer" not in test.query_params


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("layer", LAYERS)
def test_the_legend_counts_every_province_once(open_page, demo_con, layer, year):
    frame = figures(demo_con, layer, year)
    ids = frame["state"].replace({"no_data": "none"})
    is_value = frame["state"] == "value"
    ids[is_value] = "class_" + frame.loc[is_value, "layer_class"].astype(int).astype(
        str
    )
    test = open_page(lang="en", coverage_layer=layer, coverage_year=str(year))
    counts = {kind["id"]: int(kind["count"]) for kind in spec(test)["classes"]}
    assert {k: n for k, n in counts.items() if n} == ids.value_counts().to_dict()
    assert sum(counts.values()) == 77
    assert {"zero", "not_reported", "none"} < set(counts)


@pytest.mark.parametrize("layer", [each for each in LAYERS if each != "trained"])
def test_a_class_means_the_same_in_every_year(open_page, layer):
    labels = [
        [kind["label"] for kind in spec(test)["classes"]]
        for test in (
            open_page(lang="en", coverage_layer=layer, coverage_year=str(year))
            for year in YEARS
        )
    ]
    assert labels[0] == labels[1] == labels[2]
    assert labels[0][1].startswith("> 0 – < ")


@pytest.mark.parametrize(
    ("layer", "breaks", "said"),
    [
        ("outreach", (10.0, 24.0, 50.0), ["10", "24", "50"]),
        ("outreach", (0.045, 0.1, 12.0), ["0.045", "0.100", "12.000"]),
        ("partners", (0.004,), ["0.004"]),
        ("trained", (15.041, 15.0488), ["15.04", "15.05"]),
        ("trained", (15.37, 30.12), ["15.4", "30.1"]),
        ("tambons", (0.25, 0.5), ["25%", "50%"]),
        ("tambons", (0.045, 0.05), ["4.5%", "5.0%"]),
    ],
)
def test_breaks_have_the_decimals_that_tell_them_apart(layer, breaks, said):
    assert layers.layer_of(layer).said_breaks(breaks) == said


@pytest.mark.parametrize("year", YEARS)
def test_trained_volunteers_have_the_classes_of_the_risk_layer(
    open_page, demo_con, year
):
    low, high = demo_con.execute(
        "select lower_break, upper_break from mart_coverage_break "
        f"where fiscal_year_be = {year}"
    ).fetchone()
    test = open_page(lang="en", coverage_layer="trained", coverage_year=year)
    labels = [kind["label"] for kind in spec(test)["classes"]][1:4]
    assert labels == [
        f"> 0 – < {low:.1f}", f"{low:.1f} – < {high:.1f}", f"≥ {high:.1f}"
    ]  # fmt: skip
    (thin,) = demo_con.execute(
        "select count(*) from mart_province_coverage "
        f"where fiscal_year_be = {year} and risk_band = 3 and coverage_class = 1"
    ).fetchone()
    assert f" {thin} are at zero or in the lowest class" in shown(test)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("layer", LAYERS)
def test_the_answer_and_the_list_say_what_the_database_holds(
    open_page, demo_con, layer, lang
):
    frame = figures(demo_con, layer, 2566)
    test = open_page(lang=lang, coverage_layer=layer, coverage_year="2566")
    states = frame["state"].value_counts()
    said = shown(test)
    for state in ("value", "zero", "not_reported", "no_data"):
        assert str(states.get(state, 0)) in said
    high = frame[frame["risk_band"] == 3]
    thin = high[high["layer_class"] <= 1]
    words = {
        "th": (f"(ระดับ 4–5) {len(high)} จังหวัด", f"มี {len(thin)} จังหวัด"),
        "en": (f"Of {len(high)} high-risk", f" {len(thin)} are at zero"),
    }[lang]
    assert words[0] in said
    if len(thin):
        assert words[1] in said
        for name, is_least in zip(
            thin[f"name_{lang}"][:5], thin["at_least"], strict=False
        ):
            least = {"th": "(อย่างน้อย ", "en": "(at least "}[lang]
            assert (f"{name} {least}" in said) == is_least
            assert name in said
        minima = ", ".join(thin.loc[thin["at_least"], f"name_{lang}"])
        answer = getattr(texts()["coverage_answer_least"], lang)
        assert (answer.format(names=minima) in said) == bool(minima)
    shown_list = test.dataframe[0].value
    assert shown_list["name"].tolist() == frame[f"name_{lang}"].tolist()
    known = frame["value"].dropna().tolist()
    assert shown_list["value"].dropna().tolist() == pytest.approx(known)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("layer", LAYERS)
def test_a_part_of_a_year_is_not_judged_by_classes_of_whole_years(
    open_page, layer, lang
):
    words = {
        "th": ("กลุ่มต่ำสุด ได้แก่", "ยังไม่สิ้นสุด (ข้อมูลถึง 22", "ยังไม่สิ้นสุด แต่กลุ่มสี"),
        "en": (
            "in the lowest class: ",
            "The fiscal year has not ended (figures up to 22 Nov",
            "the fiscal year has not ended, but the classes",
        ),
    }[lang]
    for year in (2569, 2570):  # FY2570 has begun
        test = open_page(lang=lang, coverage_layer=layer, coverage_year=year)
        is_partial = layer == "outreach" and year == 2570
        assert (words[0] in shown(test)) != is_partial
        assert (words[1] in shown(test)) == is_partial
        assert (words[2] in " ".join(spec(test)["note"])) == is_partial


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("layer", LAYERS)
def test_only_what_offices_report_is_a_counted_zero(open_page, layer, lang):
    counted = {"th": "นับแล้วไม่มี", "en": "counted none"}[lang]
    test = open_page(lang=lang, coverage_layer=layer, coverage_year=2569)
    (zero,) = [each["label"] for each in spec(test)["classes"] if each["id"] == "zero"]
    assert (counted in zero) == (layer != "outreach")
    assert (NONE_IN_FILES[lang] in zero) == (layer == "outreach")
    assert (NONE_IN_FILES[lang] in shown(test)) == (layer == "outreach")
    if layer == "outreach":
        assert counted not in shown(test)


def test_at_least_zero_and_not_reported_are_told_apart(open_page, demo_con):
    test = open_page(lang="en", era="ce", coverage_layer="outreach", coverage_year=2569)
    frame = figures(demo_con, "outreach", 2569).set_index("province_code")
    least = frame[frame["at_least"] & (frame["value"] > 0)].iloc[0]
    zero = frame[frame["state"] == "zero"].iloc[0]
    silent = frame[frame["state"] == "not_reported"].iloc[0]
    value, counted = "People reached per 100,000", "People reached in the fiscal year"
    lines = hover(test, least.name)
    assert lines[value] == f"at least {least['value']:,.1f}"
    assert lines[counted] == f"at least {int(least['counted']):,}"
    assert lines["As of"] == "30 Sep 2026"
    assert hover(test, zero.name)[value] == "0.0"
    assert hover(test, zero.name)[counted] == f"0 ({NONE_IN_FILES['en']})"
    assert hover(test, silent.name)[value] == "Not reported"
    assert hover(test, silent.name)[counted] == ""
    listed = test.dataframe[0].value.set_index("name")
    assert listed.loc[least["name_en"], "remark"] == "at least"
    assert listed.loc[silent["name_en"], "remark"] == "Not reported, G ≤"
    (k_least,) = demo_con.execute(
        "select volunteers_at_least and coverage_gap > 0 from mart_province_coverage "
        "where fiscal_year_be = 2569 and province_code = ?",
        [silent.name],
    ).fetchone()
    assert k_least
    assert listed.loc[zero["name_en"], "remark"] == "not in files"


def test_a_share_says_of_how_many_tambons(open_page, demo_con):
    row = figures(demo_con, "tambons", 2569).set_index("province_code").loc[TAK]
    test = open_page(lang="en", era="ce", coverage_layer="tambons", coverage_year=2569)
    lines = hover(test, TAK)
    assert lines["Share of tambons covered"] == f"{row['value']:.1%}"
    of = f"{int(row['counted'])} of {int(row['counted_of'])}"
    assert lines["Tambons covered"] == of
    assert lines["As of"].endswith("Sep 2026")
    assert "Population" not in lines


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("layer", LAYERS)
def test_the_card_and_the_scatter_carry_the_layers_figure(
    open_page, demo_con, layer, lang
):
    frame = figures(demo_con, layer, 2569)
    test = open_page(
        lang=lang, coverage_layer=layer, coverage_year=2569, coverage_province=TAK
    )
    lines = hover(test, TAK)
    (card,) = (m.value for m in test.markdown if f"{next(iter(lines))} **" in m.value)
    for label, value in lines.items():
        assert f"{label} **{value}**" in card
    known = frame.dropna(subset=["value", "risk_score"])
    points = [t for t in scatter(test)["data"] if t["mode"] == "markers"]
    drawn = sorted(x for trace in points for x in trace["x"])
    assert drawn == pytest.approx(sorted(known["value"]), abs=0.006)


@pytest.mark.parametrize("lang", LANGS)
def test_the_file_carries_the_layers_figure_and_its_day(
    open_page, demo_con, taken, file_names, lang
):
    frame = figures(demo_con, "outreach", 2569)
    open_page(lang=lang, coverage_layer="outreach", coverage_year="2569")
    headings = {
        "th": (
            *("ผู้เข้าร่วมกิจกรรมต่อแสนคน", "เป็นค่าอย่างน้อย"),
            *("ตัวเลข ณ วันที่", "สถานะของตัวเลข"),
        ),
        "en": (
            *("People reached per 100,000", "Is a minimum"),
            *("Figure as of", "State of the figure"),
        ),
    }[lang]
    rows = taken["coverage_list_file"]
    assert file_names["coverage_list_file"] == "coverage_gaps_outreach_2569"
    value, least, day, state = headings
    words = {
        "th": {"not_reported": "ไม่ได้รายงาน", "zero": f"ศูนย์ ({NONE_IN_FILES['th']})"},
        "en": {"not_reported": "Not reported", "zero": f"Zero ({NONE_IN_FILES['en']})"},
    }[lang]
    assert len(rows) == 77
    for row, expected in zip(rows, frame.itertuples(), strict=True):
        is_known = expected.state in ("value", "zero")
        figure = round(expected.value, 4) if is_known else None
        assert (float(row[value]) if row[value] else None) == figure
        assert bool(row[least]) == bool(expected.at_least)
        assert row[day]
        assert row[state] == words.get(expected.state, row[state])
    assert set(words.values()) < {row[state] for row in rows}


def test_a_class_of_the_legend_filters_list_and_scatter(open_page, demo_con):
    frame = figures(demo_con, "outreach", 2569)
    zero = frame[frame["state"] == "zero"]
    test = open_page(
        lang="en", coverage_layer="outreach", coverage_year=2569, coverage_class="zero"
    )
    assert test.dataframe[0].value["name"].tolist() == zero["name_en"].tolist()
    assert len(zero) < 77


# --- columns


def drawn(test):
    (element,) = test.get("deck_gl_json_chart")
    return json.loads(element.proto.json), json.loads(element.proto.tooltip)


def part(found, name):
    (layer,) = [each for each in found["layers"] if each["id"].startswith(name)]
    return layer


def placed(found):
    """Columns and markers by province: kind of mark, and what is sent of it."""
    marks = {}
    for name in ("columns", "markers"):
        for record in part(found, name)["data"]:
            assert record["province_code"] not in marks
            marks[record["province_code"]] = (name, record)
    return marks


def test_the_flat_map_sends_no_columns(open_page):
    assert list(open_page(lang="en").get("deck_gl_json_chart")) == []


def test_the_height_is_the_gap_or_the_volunteers(open_page, demo_con):
    rows = demo_con.execute(
        """
        select province_code, coverage_gap, volunteers_trained_per_100k as k
        from mart_province_coverage where fiscal_year_be = 2563
        """
    ).fetchall()
    (highest,) = demo_con.execute(
        "select max(volunteers_trained_per_100k) from mart_province_coverage"
    ).fetchone()
    for height, place, full in (("gap", 1, 10), ("trained", 2, highest)):
        test = open_page(
            lang="en",
            coverage_year=2563,
            coverage_view="columns",
            coverage_height=height,
        )
        marks = placed(drawn(test)[0])
        assert len(marks) == 77
        for row in rows:
            name, record = marks[row[0]]
            if row[place] is None:
                assert name == "markers"
                continue
            assert name == "columns"
            expected = row[place] / full * deck.TALLEST
            assert record["height"] == pytest.approx(expected, abs=1)
        assert any(row[place] == 0 for row in rows)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("layer", LAYERS)
def test_columns_of_a_layer_have_its_values_and_the_legends_colours(
    open_page, demo_con, layer, lang
):
    frame = figures(demo_con, layer, 2569).set_index("province_code")
    highest = demo_con.execute(
        "select max(value) from mart_province_layer where layer = $layer",
        {"layer": layer},
    ).fetchone()[0]
    test = open_page(
        lang=lang, coverage_layer=layer, coverage_year=2569, coverage_view="columns"
    )
    found, _ = drawn(test)
    fills = {kind["label"]: kind["fill"] for kind in spec(test)["classes"]}
    marks = placed(found)
    assert set(marks) == set(frame.index)
    for code, (name, record) in marks.items():
        row = frame.loc[code]
        assert (name == "columns") == (row["state"] in ("value", "zero"))
        if name == "columns":
            expected = row["value"] / highest * deck.TALLEST
            assert record["height"] == pytest.approx(expected, abs=1)
        assert bytes(record["fill"]).hex() == fills[record["kind"]].lstrip("#")


def test_the_tooltip_has_the_lines_of_the_flat_map(open_page):
    address = {"lang": "en", "coverage_year": 2569}
    flat = hover(open_page(**address), TAK)
    found, tooltip = drawn(open_page(**address, coverage_view="columns"))
    _, record = placed(found)[TAK]
    labels = [label for label in flat if f"<span>{label}</span>" in tooltip["html"]]
    assert labels == list(flat)
    lines = [record[line] for line in layers.rows.LINES]
    assert lines == list(flat.values())
    for line in layers.rows.LINES:
        assert f"{{{line}}}" in tooltip["html"]


def test_nothing_is_fetched_from_elsewhere(open_page):
    found, tooltip = drawn(open_page(coverage_view="columns"))
    assert found["mapStyle"] == "app/static/map/blank-style.json"
    borders, _, version = part(found, "borders")["data"].partition("?v=")
    assert borders == "app/static/provinces.geojson"
    assert version  # the browser keeps no older ones
    assert "://" not in json.dumps([found, tooltip])
    assert "carto" not in json.dumps(found).lower()


def test_columns_keep_to_the_filters_of_area_and_legend(open_page, demo_con):
    border = {
        code
        for (code,) in demo_con.execute(
            """
            select province_code from mart_province_coverage
            where fiscal_year_be = 2569 and is_border and risk_band = 1
                and coverage_class = 3
            """
        ).fetchall()
    }
    test = open_page(
        lang="en",
        coverage_year=2569,
        coverage_view="columns",
        coverage_border=1,
        coverage_class="r1c3",
    )
    assert set(placed(drawn(test)[0])) == border
    assert border


@pytest.mark.parametrize("layer", [layers.RISK, "outreach"])
def test_filters_that_leave_no_province_leave_no_column(open_page, layer):
    test = open_page(
        lang="en",
        coverage_year=2569,
        coverage_layer=layer,
        coverage_view="columns",
        coverage_class="none",
        coverage_border=1,
        coverage_coast=1,
    )
    assert placed(drawn(test)[0]) == {}
    assert "no province shown has this figure" in shown(test)


def test_the_selected_province_is_ringed_and_names_the_layers_anew(open_page):
    address = {"lang": "en", "coverage_view": "columns"}
    nobody, _ = drawn(open_page(**address))
    chosen, _ = drawn(open_page(**address, coverage_province=TAK))
    assert part(nobody, "rings")["data"] == []
    column = placed(chosen)[TAK][1]
    rings = part(chosen, "rings")["data"]
    assert [ring["at"] for ring in rings] == [0, column["height"]]
    assert {(r["lon"], r["lat"]) for r in rings} == {(column["lon"], column["lat"])}
    assert TAK in part(chosen, "borders")["getLineColor"]
    before, after = ({each["id"] for each in f["layers"]} for f in (nobody, chosen))
    assert not before & after


def test_no_column_stands_in_another():
    found = deck.places(schematic())
    assert len(found) == 77
    kilometres = found.assign(x=found["lon"] * 111.3 * 0.97, y=found["lat"] * 111.3)
    apart = kilometres.merge(kilometres, how="cross", suffixes=("", "_other"))
    apart = apart[apart["province_code"] < apart["province_code_other"]]
    between = (
        (apart["x"] - apart["x_other"]) ** 2 + (apart["y"] - apart["y_other"]) ** 2
    ) ** 0.5
    assert between.min() * 1000 > 2 * deck.RADIUS


@pytest.mark.parametrize("lang", LANGS)
def test_beside_the_columns_stands_how_tall_the_tallest_is(open_page, demo_con, lang):
    name, gap = demo_con.execute(
        f"""
        select name_{lang}, coverage_gap from mart_province_coverage
        where fiscal_year_be = 2569 and gap_rank = 1
        """
    ).fetchone()
    said = shown(open_page(lang=lang, coverage_year=2569, coverage_view="columns"))
    between = " " if lang == "th" else ", "
    assert f"{name}{between}{gap:.1f}" in said
