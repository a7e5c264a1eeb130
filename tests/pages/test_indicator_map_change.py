"""The change map of the index: what is compared, and what it says of that."""

import pytest

from dashboard.text import texts
from tests.pages.test_indicator_map_views import classes, hover, open_page, shown, specs

__all__ = ["open_page"]  # a fixture


def compared(con, measure, year=2569, since=2563):
    return con.execute(
        "select * from mart_map_change where measure = ? and fiscal_year_be = ? "
        "and since_fiscal_year_be = ?",
        [measure, year, since],
    ).df().set_index("province_code")  # fmt: skip


@pytest.mark.parametrize("measure", ["risk", "exposure", "vulnerability", "gap"])
def test_the_index_is_compared_over_the_indicators_that_both_years_have(
    open_page, demo_con, measure
):
    found = compared(demo_con, measure)
    (spec,) = specs(open_page(measure=measure, view="change", since="2563"))
    shown_as = classes(spec)
    for code, row in found.iterrows():
        lines = hover(spec, code)
        if row["state"] != "compared":
            is_apart = row["state"] in ("not_comparable", "only_bound")
            assert shown_as[code] == ("not_comparable" if is_apart else "not_computed")
            continue
        assert lines["FY2563, same indicators"] == f"{row['before_value']:.1f}"
        assert lines["FY2569, same indicators"] == f"{row['after_value']:.1f}"
        assert lines["Compared over"] == (
            f"{row['common_indicators']} that both years have "
            f"(one year alone: {row['other_indicators']})"
        )


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_answer_names_in_how_many_provinces_indicators_differ(
    open_page, demo_con, lang
):
    found = compared(demo_con, "risk")
    test = open_page(lang, measure="risk", view="change", since="2563")
    differ = int((found["other_indicators"] > 0).sum())
    said = getattr(texts()["indicator_map_change_common"], lang)
    assert differ > 0
    assert said.format(differ=differ, provinces=77) in shown(test)


def test_a_rise_that_is_all_missing_data_is_not_called_worse(open_page, demo_con):
    """Provinces whose published index moved and whose common one did not."""
    moved = demo_con.execute(
        """
        select change.province_code
        from mart_map_change as change
        join mart_risk_score as later using (fiscal_year_be, province_code)
        join mart_risk_score as earlier
            on change.since_fiscal_year_be = earlier.fiscal_year_be
            and change.province_code = earlier.province_code
        where measure = 'risk' and change.fiscal_year_be = 2569
            and since_fiscal_year_be = 2563 and change.state = 'compared'
            and sign(round(later.risk_score, 1) - round(earlier.risk_score, 1))
            <> sign(round(after_value, 1) - round(before_value, 1))
        """
    ).df()["province_code"].tolist()  # fmt: skip
    found = compared(demo_con, "risk")
    (spec,) = specs(open_page(measure="risk", view="change", since="2563"))
    assert moved
    for code in moved:
        row = found.loc[code]
        change = round(round(row["after_value"], 1) - round(row["before_value"], 1), 1)
        word = "worse" if change > 0 else "better" if change < 0 else "unchanged"
        assert hover(spec, code)["Change"].endswith(word), code


def test_a_figure_that_is_not_made_of_indicators_is_compared_as_it_is(open_page):
    (spec,) = specs(open_page(measure="trained", view="change", since="2566"))
    lines = hover(spec, "TH-50")
    assert "Compared over" not in [label for label, said in lines.items() if said]
    (whole,) = specs(open_page(measure="V_POVERTY", view="change", since="2566"))
    assert "not_comparable" not in [kind["id"] for kind in whole["classes"]]


def test_small_changes_have_the_classes_of_the_sizes_that_there_are(
    open_page, demo_con
):
    found = compared(demo_con, "risk")
    change = (found["after_value"].round(1) - found["before_value"].round(1)).round(1)
    sizes = sorted(set(change.dropna().abs()) - {0})
    (spec,) = specs(open_page(measure="risk", view="change", since="2563"))
    labels = {kind["id"]: kind["label"] for kind in spec["classes"]}
    used = {k for k in classes(spec).values() if k.startswith(("rise_", "fall_"))}
    assert len(sizes) >= 3
    assert {f"fall_{n}" for n in (1, 2, 3)} <= used
    assert labels["fall_1"] == f"fell by < {sizes[1]}"
    assert any("by the sizes of change that there are" in line for line in spec["note"])
    for code, kind in classes(spec).items():
        if kind not in used:
            continue
        size, label = abs(change[code]), labels[kind].partition(" by ")[2]
        low, _, high = label.rpartition("< ")
        if "≥" in label:
            assert size >= float(label.removeprefix("≥ "))
            continue
        assert size < float(high)
        assert not low or size >= float(low.removesuffix(" – "))


def test_changes_of_many_sizes_have_thirds_of_them(open_page):
    (spec,) = specs(open_page(measure="V_POVERTY", view="change", since="2566"))
    assert any("thirds of the sizes of change" in line for line in spec["note"])


def bounds(con, measure, year):
    """Provinces with a figure, and those of which it is only a minimum or maximum."""
    found = con.execute(
        "select province_code, at_least or at_most as is_bound from mart_map_value "
        "where measure = ? and fiscal_year_be = ? and value is not null",
        [measure, year],
    ).df()  # fmt: skip
    return set(found["province_code"]), set(found["province_code"][found["is_bound"]])


@pytest.mark.parametrize("measure", ["partners", "outreach", "trained", "volunteers"])
def test_a_minimum_is_compared_with_nothing(open_page, demo_con, taken, measure):
    known, least = (
        [bounds(demo_con, measure, year)[at] for year in (2563, 2569)] for at in (0, 1)
    )
    apart = (known[0] & known[1]) & (least[0] | least[1])
    assert apart
    test = open_page(measure=measure, view="change", since="2563")
    (spec,) = specs(test)
    word = "not comparable, a year's figure is only a minimum"
    assert {c for c, kind in classes(spec).items() if kind == "not_comparable"} == apart
    labels = {kind["id"]: kind["label"] for kind in spec["classes"]}
    assert labels["not_comparable"] == word
    assert f"(some parts do not report): {len(apart)}." in shown(test)
    names = dict(
        demo_con.execute("select province_code, name_en from province").fetchall()
    )
    for code in apart:
        lines = hover(spec, code)
        assert lines["Change"] == word
        for at, year in enumerate(("FY2563", "FY2569")):
            assert lines[year].startswith("at least ") == (code in least[at]), code
        assert f"{names[code]} (" not in shown(test)
    test.session_state["indicator_map_change_twin_expander"] = True
    test.run()
    by_code = {row["Province code"]: row for row in taken["indicator_map_change_twin"]}
    for code in apart:
        row = by_code[code]
        assert row["Change"] == ""
        assert row["What the change means"] == word
        assert (row["FY2563: At least"] == "Yes") == (code in least[0])
        assert (row["FY2569: At least"] == "Yes") == (code in least[1])
    assert {c for c in known[0] & known[1] if by_code[c]["Change"] == ""} == apart


def test_a_gap_that_is_only_a_maximum_is_compared_with_nothing(open_page, demo_con):
    found = compared(demo_con, "gap")
    apart = set(found.index[found["state"] == "only_bound"])
    test = open_page(measure="gap", view="change", since="2563")
    (spec,) = specs(test)
    assert apart
    for code in apart:
        assert classes(spec)[code] == "not_comparable"
        lines = hover(spec, code)
        assert lines["Change"] == "not comparable, a year's figure is only a maximum"
        for year, when in (("FY2563", "before"), ("FY2569", "after")):
            said = lines[f"{year}, same indicators"]
            assert said.startswith("at most ") == found.loc[code, f"{when}_at_most"]
    assert f"(some training batches do not report): {len(apart)}." in shown(test)


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_headline_says_of_a_minimum_that_it_is_one(open_page, demo_con, lang):
    test = open_page(lang, measure="partners", year="2569")
    top = demo_con.execute(
        f"select name_{lang}, value, at_least from mart_map_value join province "
        "using (province_code) where measure = 'partners' and fiscal_year_be = 2569 "
        "order by value desc nulls last limit 3"
    ).fetchall()
    assert any(at_least for *_, at_least in top)
    said = texts()["indicator_map_at_least"]
    for name, value, at_least in top:
        figure = f"{value:.1f}"
        figure = getattr(said, lang).format(value=figure) if at_least else figure
        assert f"{name} ({figure})" in shown(test)
    number = len(bounds(demo_con, "partners", 2569)[1])
    said = getattr(texts()["indicator_map_bounds_at_least"], lang)
    assert said.format(number=number) in shown(test)


def test_a_change_opens_on_the_last_whole_year_and_the_first_with_figures(open_page):
    test = open_page(measure="risk", view="change", year="")
    assert test.selectbox(key="indicator_map_year").value == 2569
    assert test.selectbox(key="indicator_map_since").value == 2563
    one = open_page(measure="risk", year="")
    assert one.selectbox(key="indicator_map_year").value == 2570


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_method_does_not_claim_that_every_year_can_be_compared(lang):
    said = getattr(texts()["risk_method_score"], lang)
    assert {"th": "ชุดเดียวกันทั้งสองปี", "en": "the same indicators in both"}[lang] in said
