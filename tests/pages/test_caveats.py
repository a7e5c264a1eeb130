"""No object leaves without saying beneath itself what it does not say."""

import pytest

from dashboard.ui.briefing.collect import offered, titled
from dashboard.ui.caveats import caveats_of

VIEWS = [
    ("weekly_snapshot", {}),
    ("coverage_map", {}),
    ("indicator_map", {}),
    ("indicator_map", {"indicator_map_view": "years"}),
    ("indicator_map", {"indicator_map_view": "change"}),
    ("indicator_map", {"indicator_map_view": "beside"}),
    (
        "indicator_map",
        {"indicator_map_view": "clusters", "indicator_map_measure": "V_POVERTY"},
    ),
    ("training", {}),
    ("training", {"training_part": "volunteers"}),
    ("tip_tier", {}),
    *(  # nothing of its signals may leave
        ("tips", {"tips_part": part})
        for part in ("week", "channels", "forms", "flow", "beside")
    ),
]


@pytest.fixture(scope="module")
def exhibits(demo_built):
    """What the pages offer, by key."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RISK_WATCH_BUILT", str(demo_built))
        found = [offered(page, None, "th", "be", choices) for page, choices in VIEWS]
    assert all(found)
    return {key: each for view in found for key, each in view.items()}


def test_every_exhibit_of_the_app_has_a_caveat(exhibits):
    silent = [key for key, each in exhibits.items() if not any(each.foot.caveats)]
    assert len(exhibits) > 20
    assert silent == []


def test_a_caveat_is_bound_to_its_figure(exhibits):
    said, *_borders = exhibits["weekly_priority_map"].foot.caveats
    assert "ความเสี่ยงสูง (ระดับ 4–5) และมี อพม. ต่อประชากรน้อยที่สุด" in said
    tier, cases = (exhibits[f"tip_tier_{of}"] for of in ("steps", "PROS_INV_CASES"))
    assert tier.foot.caveats != cases.foot.caveats
    assert exhibits["tip_tier_steps_rows"].foot.caveats == tier.foot.caveats


def test_what_a_page_says_beneath_a_figure_stays_its_caveat():
    assert caveats_of("training", "training_bar", ("นับถึงวันนี้",)) == ("นับถึงวันนี้",)


def test_a_retitled_object_still_says_what_it_measures(exhibits):
    shown = titled(exhibits["weekly_priority_map"], "ที่ที่ต้องไปก่อน")
    assert shown.subtitle == exhibits["weekly_priority_map"].title
    figure = exhibits["tip_tier_PROS_INV_CASES"]
    drawn = titled(figure, "แนวโน้ม").drawn
    heading = drawn["layout"]["annotations"][0]["text"]
    assert heading.startswith("<b>แนวโน้ม</b><br>")
    for said in (figure.title, "คดี · ปีปฏิทิน"):
        assert said in heading.replace("<br>", "")
    assert titled(figure, figure.title) is figure
