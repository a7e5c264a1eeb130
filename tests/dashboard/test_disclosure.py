"""The gate: what it lets through, and that nothing small or exact slips by."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure import Audience, disclosed
from dashboard.rules import FILE, RuleError, rules, sayings, sources

RULES = rules()
OTHERS = (Audience.LEADERSHIP, Audience.OUTSIDE)
COUNTS = st.lists(st.integers(0, 400), min_size=1, max_size=30)


def province(*counts, **more):
    return pd.DataFrame({"level": "province", "count": counts, **more})


def shown(frame, audience=Audience.OUTSIDE, using=RULES):
    passed = disclosed(frame, audience, ["count"], using).frame
    return list(zip(passed["count"], passed["count_state"], strict=True))


def test_one_to_nine_is_said_as_fewer_and_zero_as_zero():
    assert shown(province(0, 1, 9, 10)) == [
        (0, "zero"),
        (pd.NA, "fewer"),
        (pd.NA, "fewer"),
        (10, "rounded"),
    ]


@given(COUNTS, st.sampled_from(OTHERS))
def test_no_province_shows_a_small_count_or_one_that_is_not_rounded(counts, audience):
    for count, (value, state) in zip(
        counts, shown(province(*counts), audience), strict=True
    ):
        if 1 <= count < RULES.small_below:
            assert value is pd.NA
            assert state == "fewer"
        elif count:
            assert value % RULES.province_base == 0
            assert value >= RULES.small_below
            assert abs(value - count) <= RULES.province_base // 2
            assert state == "rounded"


@given(COUNTS)
def test_an_analyst_sees_every_count_as_it_is(counts):
    assert [value for value, _ in shown(province(*counts), Audience.ANALYST)] == counts


@pytest.mark.parametrize(
    ("least", "most", "settled", "expected"),
    [
        (0, 10**9, False, (47, "exact")),
        (0, 10**9, True, (45, "rounded")),
        (37, 57, False, (47, "exact")),  # ten fewer, ten more
        (38, 10**9, False, (40, "rounded")),  # 49 by fives, 49 by twenties
        (0, 56, False, (45, "rounded")),  # 45 leaves eleven, 47 nine
        (0, 52, False, (40, "rounded")),  # 45 is 43 at least, 40 is 30
        (45, 10**9, False, (pd.NA, "withheld")),
        (None, None, False, (40, "rounded")),
    ],
)
def test_a_national_total_is_as_fine_as_leaves_its_provinces_room(
    least, most, settled, expected
):
    frame = pd.DataFrame({"level": ["national"], "count": 47, "is_settled": settled})
    if least is not None:
        frame = frame.assign(least=least, most=most)
    assert list(map(str, shown(frame)[0])) == list(map(str, expected))


def test_a_national_total_told_by_kind_is_rounded_whatever_lies_beneath():
    frame = pd.DataFrame(
        {"level": "national", "kind": ["", "EX01"], "count": 47, "least": 0,
         "most": 10**9}
    )  # fmt: skip
    assert shown(frame) == [(47, "exact"), (45, "rounded")]


def test_not_reported_and_no_data_stay_apart_from_zero():
    frame = province(
        *(0, None, None), state=["counted", "not_reported", "no_data"]
    ).astype({"count": "Int64"})
    for audience in Audience:
        assert [state for _, state in shown(frame, audience)] == [
            "zero",
            "not_reported",
            "no_data",
        ]


def test_a_frame_without_a_level_is_treated_as_one_of_provinces():
    assert shown(province(7, 12).drop(columns="level")) == [
        (pd.NA, "fewer"),
        (10, "rounded"),
    ]


def test_an_unknown_level_does_not_pass():
    with pytest.raises(ValueError, match="district"):
        shown(pd.DataFrame({"level": ["district"], "count": [40]}))


def test_what_went_in_and_the_cells_beneath_do_not_come_out():
    frame = pd.DataFrame(
        {
            "level": "national",
            "count": [12],
            "least": [0],
            "most": [99],
            "state": "counted",
        }
    )
    passed = disclosed(frame, Audience.OUTSIDE, ["count"])
    assert list(passed.frame) == ["level", "count", "count_state", "count_base"]
    assert frame["count"].tolist() == [12]
    assert passed.is_protected


def test_an_open_frame_passes_as_it_is():
    frame = pd.DataFrame({"province_code": ["TH-50"], "volunteers_trained": [3]})
    passed = disclosed(frame, Audience.OUTSIDE, [])
    pd.testing.assert_frame_equal(passed.frame, frame)
    assert not passed.is_protected
    assert passed.rules_version == RULES.version


@pytest.mark.parametrize("made_for_rules", ["level", "count_state", "least"])
def test_a_frame_made_for_rules_does_not_pass_without_naming_its_counts(made_for_rules):
    frame = pd.DataFrame({"count": [3], made_for_rules: ["province"]})
    with pytest.raises(ValueError, match="no counts are named"):
        disclosed(frame, Audience.OUTSIDE, [])


def test_a_rule_that_is_switched_off_lets_small_counts_through():
    off = replace(RULES, small_below=1, province_base=1)
    assert shown(province(3), using=off) == [(3, "exact")]


def test_words_never_take_the_place_of_what_passed():
    passed = disclosed(province(3), Audience.OUTSIDE, ["count"])
    named = passed.named(pd.DataFrame({"area_name": ["น่าน"]})).frame
    assert named[["area_name", "count_state"]].to_numpy().tolist() == [["น่าน", "fewer"]]
    with pytest.raises(ValueError, match="count"):
        passed.named(pd.DataFrame({"count": ["3"]}))


def test_what_passed_is_not_changed_through_another_name():
    passed = disclosed(province(3), Audience.OUTSIDE, ["count"])
    frame = passed.frame
    frame.loc[:, "count"] = 3
    assert passed.frame["count"].isna().all()


# --- the file of the rules


def test_every_rule_is_said_in_both_languages_with_its_numbers():
    for saying in sayings():
        for text in (saying.title, saying.text, saying.why):
            for said in (text.th, text.en):
                assert said.strip()
                assert "{" not in said
        assert set(saying.sources) <= set(sources())
    small = next(saying for saying in sayings() if saying.key == "small_count")
    assert f"{RULES.small_below - 1}" in small.text.th
    assert f"{RULES.small_below}" in small.text.en


@pytest.mark.parametrize(
    ("found", "instead", "reason"),
    [
        (f'version = "{RULES.version}"', "", "version"),
        ("together_from = 10", "together_from = 0", "too small"),
        ("probability = 0.99", "probability = 1.0", "probability"),
        ("days = [45, 180, 365]", "days = [45, 15]", "days"),
        ('sources = ["attack"]', 'sources = ["hearsay"]', "hearsay"),
        ("{room} ", "{cells} ", "cells"),
    ],
)
def test_a_file_of_rules_that_cannot_be_right_is_refused(
    tmp_path, found, instead, reason
):
    text = FILE.read_text(encoding="utf-8")
    assert found in text
    wrong = tmp_path / "disclosure.toml"
    wrong.write_text(text.replace(found, instead), encoding="utf-8")
    with pytest.raises(RuleError, match=reason):
        sayings(wrong)
