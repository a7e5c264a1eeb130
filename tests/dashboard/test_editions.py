"""First figures and rises of an edition, against what each week's own edition said."""

from dataclasses import replace

import pytest

from dashboard import editions, release
from dashboard.disclosure import Audience
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


def test_what_is_withheld_or_coarser_of_a_week_is_withheld(demo_known, demo_last):
    using, now = rules(), demo_known.week_of(demo_last)
    long_ago = demo_last - WEEK * 57  # looked at, and shown no more
    coarse = frozenset({("tips", demo_last), ("tips", long_ago)})
    audience = Audience.LEADERSHIP
    found = editions._firsts(demo_known, now, coarse, audience, using).frame
    held = found[found["count_state"] == "withheld"]
    assert set(held[["measure", "period_end"]].itertuples(index=False)) == coarse
    assert held["count"].isna().all()


def test_weeks_that_are_looked_at_and_not_shown_are_told_coarsely_too(
    demo_known, demo_last
):
    """By rules under which no week is free enough: all of them are."""
    none_free = replace(rules(), exact_room=10_000)
    found = release.released(demo_known, demo_last, Audience.LEADERSHIP, none_free)
    weeks = {on for measure, on in found.coarse if measure == "tips"}
    shown = found.tables["national_week"].frame["period_end"]
    assert min(weeks) < shown.min()


def test_an_earlier_week_is_no_finer_than_it_is_today(demo_con, demo_known, demo_last):
    """What was exact when it was new is rounded once regions are published."""
    asked = demo_last - WEEK * 10
    audience = Audience.LEADERSHIP
    (edition,) = editions.editions(demo_con, [asked], audience)
    then = release.tables(demo_known, asked, audience)["national_week"].frame
    now = edition.tables["national_week"].frame
    assert (then["count_state"] == "exact").any()
    assert not (now["count_state"] == "exact").any()
    assert now["count"].dropna().mod(rules().settled_base).eq(0).all()


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
