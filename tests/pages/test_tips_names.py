"""What the page on tips calls codes: short names, and the names of an office's list."""

import csv
import json

import pytest

from dashboard.text import texts
from dashboard.ui.tips.flow_scope import SHORT
from dashboard.ui.tips.kind_labels import SHORT_FORMS, SHORT_STATUSES, shortened
from etl import paths
from tests.under_test import app

LANGS = ("th", "en")
PAGE = "pages/tips.py"
OWN = {"th": "ปิดเรื่อง: ยังสรุปไม่ได้", "en": "Closed, undecided"}
AGENCY = {"th": "ศูนย์ปราบปรามการค้ามนุษย์", "en": "Trafficking centre"}
FORM = {"th": "ขอทานโดยถูกบังคับ", "en": "Forced begging"}


def rows(name):
    with (paths.REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shipped(lang):
    """The names in the shipped lists, by the key of the text that repeats them."""
    prefixes = {
        "case_status": "tips_status_of_",
        "referral_agency": "tips_flow_agency_of_",
    }
    of_lists = {
        prefixes[row["list"]] + row["code"]: row[f"label_{lang}"]
        for row in rows("code_list.csv")
        if row["list"] in prefixes
    }
    forms = rows("exploitation_form.csv")
    return of_lists | {
        f"tips_forms_of_{row['code']}": row[f"form_{lang}"] for row in forms
    }


@pytest.mark.parametrize("lang", LANGS)
def test_each_short_name_is_of_the_name_in_the_shipped_list(lang):
    keys = [
        *(f"tips_status_of_{code}" for code in SHORT_STATUSES),
        *(f"tips_forms_of_{code}" for code in SHORT_FORMS),
        *(f"tips_flow_agency_of_{code}" for code in SHORT),
    ]
    names = shipped(lang)
    assert {key: getattr(texts()[key], lang) for key in keys} == {
        key: names[key] for key in keys
    }


def test_another_name_than_the_shipped_one_is_not_shortened():
    short = {"A": ("Name of A", "A."), "B": ("Name of B", "B."), "C": ("C", "c")}
    labels = {"A": "Name of A", "B": "Own name of B", "D": "D"}
    assert shortened(labels, short) == {"A": "A.", "B": "Own name of B", "D": "D"}


@pytest.fixture
def open_renamed(publish_changed):
    """Opens a part over the shipped data with some names of an office's own."""

    def opened(part, lang):
        def change(database):
            for code, own in (("CLOSED_INSUFF", OWN), ("AHTD", AGENCY)):
                database.execute(
                    "update code_list_loaded set label_th = $th, label_en = $en "
                    "where code = $code and list in ('case_status', 'referral_agency')",
                    {**own, "code": code},
                )
            database.execute(
                "update exploitation_form_loaded set form_th = $th, form_en = $en "
                "where code = 'EX05'",
                FORM,
            )

        publish_changed(change)
        test = app(PAGE, lang=lang, tips_part=part, tips_span="all")
        assert not test.exception
        assert not test.error
        return test

    return opened


@pytest.mark.parametrize("lang", LANGS)
def test_statuses_and_forms_are_called_as_the_offices_own_list_calls_them(
    open_renamed, lang
):
    test = open_renamed("forms", lang)
    statuses = test.selectbox(key="tips_status").options
    assert OWN[lang] in statuses
    short = {
        code: getattr(texts()[f"tips_status_short_{code}"], lang)
        for code in SHORT_STATUSES
    }
    assert short["SCREENING"] in statuses
    assert short["CLOSED_INSUFF"] not in statuses
    assert FORM[lang] in test.selectbox(key="tips_form").options
    charts = [json.loads(chart.proto.spec) for chart in test.get("plotly_chart")]
    drawn = json.dumps(charts, ensure_ascii=False).replace("<br>", " ")
    assert FORM[lang] in drawn


@pytest.mark.parametrize("lang", LANGS)
def test_agencies_are_called_as_the_offices_own_list_calls_them(open_renamed, lang):
    test = open_renamed("flow", lang)
    (calls, *_) = (t.value for t in test.dataframe if "waiting" in t.value)
    waiting = " ".join(calls["waiting"])
    assert AGENCY[lang] in waiting
    assert getattr(texts()["tips_flow_agency_DSI"], lang) in waiting


def test_statuses_of_the_shipped_list_that_end_a_case_say_so_in_both_languages(
    demo_built, monkeypatch
):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    for lang, closed in (("th", "ยุติ: "), ("en", "Closed, ")):
        options = (
            app(PAGE, lang=lang, tips_part="forms").selectbox(key="tips_status").options
        )
        assert len([name for name in options if name.startswith(closed)]) == 3
