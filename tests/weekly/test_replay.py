"""The weeks of two years again, as each was known: no sentence becomes a habit."""

from collections import Counter

import pytest

from dashboard import weekly
from dashboard.weekly.series import WEEK

SAMPLED = (0, 35, 70)  # weeks before the last one, where some weeks end
WEEKS = 104


def patterns(weeks):
    """In how many weeks each rule, place and direction was told, and each rule."""
    told, rules = Counter(), Counter()
    for week in weeks:
        facts = [(one.rule, one.facts) for one in week.sentences]
        told.update({(rule, f["place"], f["direction"]) for rule, f in facts})
        rules.update({rule for rule, _ in facts})
    return told, rules


def habits(counted, weeks):
    return {key: count for key, count in counted.items() if count > len(weeks) / 2}


@pytest.mark.long
def test_no_sentence_is_in_more_than_half_of_some_weeks(demo_con, demo_last):
    """Three times three weeks that follow each other, as readers see them."""
    wanted = [
        demo_last - WEEK * (begins + back) for begins in SAMPLED for back in range(3)
    ]
    weeks = list(weekly.weeks(demo_con, wanted))
    told, _ = patterns(weeks)
    assert habits(told, weeks) == {}
    assert all(3 <= len(week.sentences) <= 5 for week in weeks)


@pytest.mark.long
def test_no_sentence_is_in_more_than_half_of_two_years(demo_con, demo_last):
    wanted = [demo_last - WEEK * back for back in range(WEEKS)]
    weeks = list(weekly.weeks(demo_con, wanted))
    assert len(weeks) == WEEKS
    told, rules = patterns(weeks)
    assert habits(told, weeks) == {}
    assert habits(rules, weeks) == {}  # not even with other places
    assert all(3 <= len(week.sentences) <= 5 for week in weeks)
