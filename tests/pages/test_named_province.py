"""The address names a province as people do, on every page that takes one."""

import pandas as pd
import pytest

from dashboard.ui.named_province import code_of, codes_by_name
from tests.under_test import app

ON_PAGES = {
    "pages/province_profile.py": "province",
    "pages/risk_index.py": "risk_province",
    "pages/indicator_map.py": "indicator_map_province",
    "pages/coverage_map.py": "coverage_province",
    "pages/training.py": "training_province",
    "pages/tips.py": "tips_province",
    "pages/weekly_snapshot.py": "weekly_province",
}


@pytest.fixture
def opened(demo_built, monkeypatch):
    """Opens a page over the shipped data, at an address."""
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))

    def open_page(page, **address):
        test = app(page, **address)
        assert not test.exception
        assert not test.error
        return test

    return open_page


@pytest.fixture
def provinces():
    """Two provinces that share an alias, made up."""
    return pd.DataFrame(
        {
            "province_code": ["TH-98", "TH-99"],
            "dopa_code": ["98", "99"],
            "name_th": ["เมืองหนึ่ง", "เมืองสอง"],
            "name_en": ["First", "Second"],
            "name_en_iso": ["First", "Second"],
            "abbr_th": ["มน", "มส"],
            "abbr_en": ["FST", "SND"],
            "aliases_th": ["เมืองน้ำ|เมืองเก่า", "เมืองเก่า"],
            "aliases_en": ["One", None],
        }
    )


@pytest.mark.parametrize(
    ("named", "name"),
    [
        ("เชียงใหม่", "Chiang Mai"),
        ("Chiang Mai", "Chiang Mai"),
        ("chiangmai", "Chiang Mai"),
        ("จังหวัดเชียงใหม่", "Chiang Mai"),
        ("โคราช", "Nakhon Ratchasima"),
        ("Korat", "Nakhon Ratchasima"),
        ("กทม.", "Bangkok"),
        ("๘๓", "Phuket"),
        ("th-83", "Phuket"),
    ],
)
def test_the_address_names_a_province_by_any_of_its_names(opened, named, name):
    test = opened("pages/province_profile.py", province=named, lang="en")
    assert test.title[0].value.startswith(f"{name}: ")
    assert not test.warning


@pytest.mark.parametrize(("page", "key"), ON_PAGES.items())
def test_every_page_that_takes_a_province_takes_its_name(opened, page, key):
    test = opened(page, **{key: "โคราช"})
    assert test.query_params[key] == "TH-30"
    assert not [each for each in test.warning if "โคราช" in each.value]


@pytest.mark.parametrize("page", ["pages/province_profile.py", "pages/risk_index.py"])
def test_a_name_that_no_province_has_is_warned_of(opened, page):
    test = opened(page, **{ON_PAGES[page]: "Atlantis"})
    assert [each for each in test.warning if "Atlantis" in each.value]


def test_a_name_of_two_provinces_is_not_guessed(provinces):
    codes = codes_by_name(provinces)
    assert code_of("เมืองเก่า", codes) == ""
    assert code_of("เมืองน้ำ", codes) == "TH-98"
    assert code_of("second", codes) == "TH-99"
    assert code_of("nan", codes) == ""


@pytest.mark.parametrize(
    "named",
    [
        "จ. เมืองน้ำ",
        "เมือง\u200bน้ำ",
        "เมือง\u0e19\u0e49\u0e4d\u0e32",
        "ONE\u00a0",
        "๙๘",
        "th-98",
    ],
)
def test_a_name_is_read_as_files_write_it(provinces, named):
    assert code_of(named, codes_by_name(provinces)) == "TH-98"
