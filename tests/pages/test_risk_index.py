"""The risk page: what a reader sees is what the version holds, in both languages."""

import pytest

from tests.under_test import app

PAGE = "pages/risk_index.py"
LANGS = ("th", "en")


@pytest.fixture(autouse=True)
def shipped(demo_built, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))


def opened(**address):
    test = app(PAGE, **{"lang": "en", "risk_year": "2569", **address})
    assert not test.exception
    assert not test.error
    return test


def shown(test):
    elements = [*test.markdown, *test.caption, *test.info, *test.warning]
    return "\n".join(each.value for each in elements).replace("\\", "")


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_answers_with_the_ministrys_grade_first(con, lang):
    graded, high, computed = con.execute(
        """
        select count(ministry_level), count(*) filter (where ministry_level >= 4),
            count(*) filter (where computed_level >= 4)
        from mart_province_coverage where fiscal_year_be = 2569
        """
    ).fetchone()
    said = shown(opened(lang=lang))
    first = {
        "th": f"จัดระดับ {graded} จังหวัด เป็นความเสี่ยงสูง (ระดับ 4–5) {high} จังหวัด",
        "en": f"the ministry grades {graded} provinces and puts {high} at high risk",
    }
    assert first[lang] in said
    assert str(computed) in said.split(first[lang])[1][:80]


def test_a_year_without_a_grade_says_so(con):
    years = con.execute(
        """
        select fiscal_year_be from mart_province_coverage
        group by fiscal_year_be having count(ministry_level) = 0
        """
    ).fetchall()
    assert years
    assert "no grade of the ministry yet" in shown(opened(risk_year=str(years[0][0])))
