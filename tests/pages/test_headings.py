"""No file of any page has two columns of one heading, in either language."""

import csv
import io
from pathlib import Path

import pytest

from dashboard.exhibits import Exhibit
from dashboard.export.tables import columns, exhibit_csv
from dashboard.ui.briefing.collect import offered

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    page.stem for page in (ROOT / "pages").glob("*.py") if page.stem != "briefing"
)
CHOICES = {
    "province_profile": {"province": "TH-50"},
    "risk_index": {"risk_province": "TH-57"},
}


@pytest.fixture(scope="module")
def of_page(demo_built):
    """What a page offers in a language; asked once."""
    kept: dict[tuple[str, str], dict[str, Exhibit]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RISK_WATCH_BUILT", str(demo_built))

        def found(page, lang):
            key = (page, lang)
            if key not in kept:
                kept[key] = offered(page, None, lang, "be", CHOICES.get(page, {}))
            return kept[key]

        yield found


def heads(exhibit: Exhibit) -> list[str]:
    """The headings of the file that is made of an exhibit."""
    if exhibit.kind == "table":
        text = exhibit_csv(exhibit).decode("utf-8-sig")
        return next(csv.reader(io.StringIO(text, newline="")))
    found = columns(exhibit.gated, exhibit.headings, exhibit.lang)
    return [heading for _, heading, _ in found]


@pytest.mark.parametrize("page", PAGES)
def test_every_column_of_every_file_has_a_heading_of_its_own_in_both_languages(
    of_page, page
):
    thai, english = (of_page(page, lang) for lang in ("th", "en"))
    assert set(thai) == set(english)
    for key, exhibit in thai.items():
        if exhibit.gated is None:
            continue
        said = [heads(each) for each in (exhibit, english[key])]
        assert [len(set(each)) for each in said] == [len(said[0])] * 2, key
