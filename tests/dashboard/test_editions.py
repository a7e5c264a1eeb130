"""First figures and rises of an edition, against what each week's own edition said."""

import pytest

from dashboard import editions, release
from dashboard.disclosure import Audience, disclosed
from dashboard.rules import rules
from dashboard.weekly.series import WEEK


@pytest.fixture(scope="module")
def three(demo_con, demo_last):
    """The editions of three weeks, each eight after the other, the latest last."""
    weeks = [demo_last - WEEK * back for back in (16, 8, 0)]
    return list(editions.editions(demo_con, weeks, Audience.LEADERSHIP))


def own_week(edition):
    frame = edition.tables["national_week"].frame
    return frame[frame["period_end"] == edition.ends_on].set_index("measure")


def firsts(edition, ends_on):
    frame = edition.firsts.frame
    return frame[frame["period_end"] == ends_on].set_index("measure")


def test_they_come_in_the_order_asked_for(three, demo_last):
    assert [one.ends_on for one in three] == [
        demo_last - WEEK * back for back in (16, 8, 0)
    ]


@pytest.mark.parametrize("earlier", [0, 1])
def test_a_first_figure_is_what_its_own_edition_said(three, earlier):
    """Rounded to five, as weeks that are over are."""
    own = own_week(three[earlier])
    later = firsts(three[2], three[earlier].ends_on)
    for measure in ("tips", "referrals", "outcomes"):
        said, told = own.loc[measure], later.loc[measure]
        if said["count_state"] == "fewer":
            assert told["count_state"] == "fewer"
        else:
            assert told["count_base"] == 5
            assert abs(told["count"] - said["count"]) <= 4  # never below 10


def test_what_the_week_itself_withholds_is_withheld(demo_known, demo_last):
    using, now = rules(), demo_known.week_of(demo_last)
    said = release.tables(demo_known, demo_last, Audience.LEADERSHIP)["national_week"]
    frame = said.frame
    frame["count_state"] = frame["count_state"].where(
        (frame["measure"] != "tips") | (frame["period_end"] != demo_last), "withheld"
    )
    held = disclosed(frame, Audience.LEADERSHIP, [], is_protected=True)
    found = editions._firsts(demo_known, now, held, using).frame
    last = found[(found["measure"] == "tips") & (found["period_end"] == demo_last)]
    assert last["count_state"].tolist() == ["withheld"]
    assert last["count"].isna().all()


def test_no_first_figure_is_a_small_count(three):
    counts = three[2].firsts.frame["count"].dropna()
    assert len(counts) > 100
    assert counts.min() >= 10
    assert three[2].firsts.audience is Audience.LEADERSHIP


@pytest.mark.parametrize("earlier", [0, 1, 2])
def test_rises_are_the_words_of_each_week(three, earlier):
    """By the edition of the last week as by that of each week itself."""
    own, rises = three[earlier], three[2].rises.frame
    words = own.tables["province_week"].frame.set_index("area")["weeks_since_rise"]
    codes = [code for code, since in words.dropna().items() if since == 0]
    row = rises[rises["period_end"] == own.ends_on].iloc[0]
    assert row["above"].split() == codes
    assert row["provinces_above"] == len(codes)
