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
            is_apart = row["state"] == "not_comparable"
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
    assert "not_comparable" not in [kind["id"] for kind in spec["classes"]]


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
