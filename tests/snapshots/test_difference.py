"""Planted causes are found: late and new rows, corrections, withdrawals, thresholds."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from dashboard import db
from dashboard.disclosure import Audience
from dashboard.queries.frozen import rows_counted
from dashboard.snapshots import listed
from dashboard.snapshots.causes import ROWS, Figure, causes_of, rules_changed
from dashboard.snapshots.comparing import before, compared, replaced_by
from dashboard.snapshots.difference import difference
from tests.snapshots.hand_made import frozen, gated, week
from tests.snapshots.planted import (
    SUNDAY,
    WEEK,
    base,
    tips_of,
    version,
    versus,
)
from tests.snapshots.planted import frozen as frozen_at

pytestmark = pytest.mark.long


def changed(found) -> pd.DataFrame:
    frame = found.figures.frame
    return frame[frame["change"] != "unchanged"]


def of_week(found) -> pd.Series:
    """What became of the tips of the week."""
    frame = found.figures.frame
    rows = frame[(frame["where"] == "national_week") & (frame["measure"] == "tips")]
    return rows.iloc[rows["period_end"].argmax()]


@pytest.mark.parametrize(
    ("one", "other", "before_", "after", "cause"),
    [
        ("base", "late", 73, 87, "late"),
        ("late", "corrected", 87, 75, "corrected"),
        ("corrected", "withdrawn", 75, 55, "withdrawn"),
        ("withdrawn", "gone", 55, 41, "gone"),
    ],
)
def test_a_revision_names_the_cause_that_was_planted(
    versions, one, other, before_, after, cause
):
    row = of_week(versus(versions[one], versions[other]))
    assert (row["before"], row["after"]) == (before_, after)
    assert (row["change"], row["causes"]) == ("revised", cause)


@pytest.mark.parametrize("other", ["late", "next"])
def test_each_figure_of_the_country_is_told_once(versions, other):
    frame = versus(versions["base"], versions[other]).figures.frame
    told = frame[(frame["level"] == "national") & (frame["kind_of"] == "")]
    told = told[~told["where"].isin(["national_quarter"])]
    days = told["period_end"].astype("datetime64[ns]")
    assert not told.assign(days=days).duplicated(["measure", "days"]).any()
    tiles = set(told.loc[told["where"] == "tile", "measure"])
    assert "batches_held" in tiles
    assert "tips" not in tiles


def test_nothing_but_what_was_planted_is_revised(versions):
    figures = changed(versus(versions["base"], versions["late"]))
    assert set(figures["measure"]) == {"tips", "batches_held"}
    assert set(figures["period_end"]) == {SUNDAY}
    figures = changed(versus(versions["late"], versions["corrected"]))
    assert set(figures["period_end"]) == {SUNDAY, SUNDAY - WEEK}


def test_a_corrected_day_revises_both_weeks(versions):
    frame = changed(versus(versions["late"], versions["corrected"]))
    frame = frame[frame["where"] == "national_week"]
    assert frame["causes"].tolist() == ["corrected", "corrected"]
    assert (frame["after"] - frame["before"]).tolist() == [12, -12]


def test_a_batch_that_was_handed_over_late_is_named(versions):
    frame = changed(versus(versions["base"], versions["late"]))
    row = frame[frame["measure"] == "batches_held"].iloc[0]
    assert (row["before"], row["after"], row["causes"]) == (1, 2, "late")


def test_a_changed_threshold_is_named_where_its_number_stayed(versions):
    one, other = versions["corrected"], versions["withdrawn"]
    assert one.snapshot.manifest.methods == other.snapshot.manifest.methods
    found = versus(one, other)
    assert "risk_model" in found.rules
    frame = changed(found)
    row = frame[frame["measure"] == "provinces_priority"].iloc[0]
    assert (row["before"], row["after"], row["causes"]) == (2, 6, "risk_model")
    assert (len(found.entered), found.left) == (4, ())
    assert "risk_model" not in " ".join(frame[frame["measure"] == "tips"]["causes"])


def test_figures_of_a_week_that_was_not_yet_are_new(versions):
    found = versus(versions["gone"], versions["next"])
    row = of_week(found)
    assert (row["period_end"], row["change"], row["causes"]) == (
        SUNDAY + WEEK,
        "new",
        "period",
    )
    assert pd.isna(row["before"])
    tiles = found.figures.frame.query("where == 'tile'")
    assert set(tiles["change"]) == {"new"}


def test_a_settled_week_is_no_finer_in_the_snapshot_before_it_settled(versions):
    found = versus(versions["gone"], versions["next"])
    frame = found.figures.frame.query("where == 'national_week' and measure == 'tips'")
    frame = frame[frame["change"] != "new"]
    settled = frame[frame["after_state"] == "rounded"]
    assert len(settled) > 0
    assert set(settled["before_state"]) == {"rounded"}
    assert (settled["before"] % 5 == 0).all()
    assert set(settled["change"]) == {"unchanged"}
    assert set(frame["before_state"]) == {"exact", "rounded"}


def test_a_snapshot_does_not_differ_from_itself(versions):
    found = versus(versions["late"], versions["late"])
    assert changed(found).empty
    assert found.rows.frame.empty
    assert (found.rules, found.entered, found.left) == ((), (), ())


def test_counts_of_rows_are_of_the_country_and_go_by_the_gate(versions):
    found = versus(versions["base"], versions["late"])
    rows = found.rows.frame.set_index("dataset")
    assert found.rows.audience is Audience.LEADERSHIP
    assert set(rows["level"]) == {"national"}
    assert rows.loc["tip_report", "rows_state"] == "withheld"
    assert pd.isna(rows.loc["tip_report", "rows"])
    assert rows.loc["training_batch", ["rows", "rows_state"]].tolist() == [1, "exact"]


def test_of_tips_it_is_told_that_rows_changed_and_not_how_many(versions):
    """Nine weeks with one withdrawn in each: nine together would be fewer than ten."""
    one, other = (versions[name].snapshot for name in ("base", "late"))
    said = [
        difference(one, other, pd.concat([rows_of("withdrawn")] * many)).rows.frame
        for many in (1, 9, 10, 40)
    ]
    assert all(said[0].equals(each) for each in said[1:])
    assert said[0]["cause"].tolist() == ["withdrawn"]


def test_no_count_of_rows_stands_beside_a_figure(versions):
    found = versus(versions["base"], versions["late"])
    assert found.figures.is_protected
    numbers = found.figures.frame.select_dtypes("number").columns
    assert set(numbers) <= {"before", "after", "before_base", "after_base"}
    assert not found.figures.frame["causes"].str.contains(r"\d").any()


def test_every_version_that_a_snapshot_names_is_kept(versions, planted):
    names = {each.opened.name for each in versions.values()}
    assert len(names) == 6  # one more than are kept without
    assert {path.stem for path in planted.glob("built/*.duckdb")} == names


def test_snapshots_are_compared_by_their_ids(versions, planted):
    ids = [versions[name].snapshot.manifest.id for name in ("base", "withdrawn")]
    found = compared(planted / "built", *ids)
    assert found.has_rows
    row = of_week(found)
    assert (row["before"], row["after"]) == (73, 55)
    assert row["causes"] == "late corrected withdrawn"


def test_without_a_version_it_is_said_that_rows_are_not_known(versions, tmp_path):
    one, other = versions["base"].snapshot, versions["late"].snapshot
    found = difference(one, other, None)
    assert not found.has_rows
    assert of_week(found)["causes"] == "unknown"
    with pytest.raises(db.NoVersionError):
        db.named(tmp_path, one.manifest.version)


def test_provinces_enter_and_leave_the_priority_class(versions):
    one = versions["base"].snapshot
    first, second = (
        one._replace(week=week(tables={"priority": table}))
        for table in (
            gated(province_code=["TH-50", "TH-57"], is_priority=[True, None]),
            gated(province_code=["TH-50", "TH-57"], is_priority=[False, True]),
        )
    )
    found = difference(first, second, None)
    assert (found.entered, found.left) == (("TH-57",), ("TH-50",))


def figure(level: str = "national", **changed) -> Figure:
    made = Figure(
        where="region_block", level=level, kind_of="",
        period_start=SUNDAY - timedelta(days=27), period_end=SUNDAY,
        before=40.0, before_state="rounded", before_base=20,
        after=60.0, after_state="rounded", after_base=20,
        change="revised", is_period_new=False, datasets=("tip_report",),
    )  # fmt: skip
    return made._replace(**changed)


def rows_of(cause: str, on: date = SUNDAY) -> pd.DataFrame:
    """One tip that changed so."""
    row = {"dataset": "tip_report", "cause": cause}
    row |= {f"on_{side}": pd.Timestamp(on) for side in ("before", "after")}
    return pd.DataFrame([row])


@pytest.mark.parametrize("cause", ROWS)
def test_rows_are_causes_of_the_country_alone(cause):
    changes = rows_of(cause)
    assert causes_of(figure(), changes, ()) == [cause]
    for level in ("region", "province"):
        assert causes_of(figure(level), changes, ()) == ["rows"]
        assert causes_of(figure(level), None, ()) == ["rows"]
    assert causes_of(figure(kind_of="channel"), changes, ()) == ["rows"]


def test_between_two_versions_of_the_disclosure_rules_no_row_is_a_cause():
    """75 to 5 and 72 to 4 are 73 alone when it is said that no row changed."""
    open_one = figure(datasets=("training_batch",))
    for changes in (rows_of("late"), rows_of("late").iloc[:0], None):
        assert causes_of(figure(), changes, ("disclosure", "code")) == ["disclosure"]
        assert "disclosure" not in causes_of(open_one, changes, ("disclosure",))


def test_a_row_is_a_cause_where_it_counts_and_nowhere_else():
    outside = rows_of("late", SUNDAY - timedelta(days=28))
    assert causes_of(figure(), outside, ()) == ["unknown"]


@pytest.mark.parametrize("level", ["national", "region", "province"])
def test_what_is_withheld_or_new_has_no_cause_in_rows(level):
    changes = rows_of("late")
    for side in ("before", "after"):
        withheld = figure(level, **{side: None, f"{side}_state": "withheld"})
        assert causes_of(withheld, changes, ()) == ["said"]
        assert causes_of(withheld, changes, ("disclosure",)) == ["disclosure"]
    new = figure(level, change="new")
    assert causes_of(new, changes, ()) == ["unknown"]
    assert causes_of(new._replace(is_period_new=True), changes, ()) == ["period"]


@pytest.mark.parametrize("level", ["national", "region", "province"])
@pytest.mark.parametrize("state", ["withheld", "rounded", "fewer"])
def test_what_turns_into_no_data_lost_its_rows_and_is_not_said_otherwise(level, state):
    was = {"before": None, "before_state": state, "before_base": 1}
    gone = figure(level, **was, after=None, after_state="no_data", after_base=1)
    assert causes_of(gone, None, ()) == ["left"]
    back = gone._replace(before_state="no_data", after_state=state)
    assert causes_of(back, None, ()) == ["rows"]


def test_a_step_of_a_few_rows_does_not_say_what_became_of_them():
    exact = {"before_state": "exact", "after_state": "exact", "before_base": 1}
    exact = figure(before=40.0, after_base=1, **exact)
    changes = rows_of("withdrawn")
    assert causes_of(exact._replace(after=39.0), changes, ()) == ["rows"]
    assert causes_of(exact._replace(after=35.0), changes, ()) == ["withdrawn"]
    small = exact._replace(before_state="zero", before=0.0, after_state="fewer")
    assert causes_of(small._replace(after=pd.NA), changes, ()) == ["rows"]


def test_no_cause_below_the_country_follows_a_row_when_weeks_slide(tmp_path):
    """One late tip, or none: what is compared with is moved week by week."""
    version(tmp_path, base())
    sundays = [SUNDAY - back * WEEK for back in (0, 4, 6, 8)]
    earlier = [frozen_at(tmp_path, each) for each in sundays]
    without = frozen_at(tmp_path)
    on = SUNDAY - 7 * WEEK
    late = {"recorded_at": f"{SUNDAY} 09:00", "province_code": "57"}
    one_more = {"tip_report_late.csv": tips_of(9000, on=on, **late)}
    with_it = version(tmp_path, one_more)
    shown = set()
    for each in earlier:
        found = [below(versus(each, other)) for other in (without, with_it)]
        both = found[0].merge(found[1], on=list(found[0].columns.drop("causes")))
        assert len(both) > 0
        assert (both["causes_x"] == both["causes_y"]).all()
        for frame in found:
            shown |= set(" ".join(frame["causes"]).split())
            said = ["where", "level", "period_start", "period_end", *SIDES]
            told = frame[[*said, "change", "causes"]].drop_duplicates()
            assert not told.duplicated([*said, "change"]).any()
    assert not shown & set(ROWS)
    assert "period" in shown


SIDES = [f"{side}{end}" for side in ("before", "after") for end in ("", "_state")]


def below(found) -> pd.DataFrame:
    """The figures of less than the country, or of less than all kinds."""
    frame = found.figures.frame
    return frame[(frame["level"] != "national") | (frame["kind_of"] != "")]


def test_only_reporting_of_tips_is_a_cause_of_tips(demo_con, demo_last):
    found = rows_counted(demo_con, demo_last)
    keys = found.loc[found["dataset"] == "reporting", "record_key"]
    assert set(keys.str.partition("|")[0]) == {"tip_report"}
    assert "province_code" not in found


@pytest.mark.parametrize(
    ("differs", "rules"),
    [
        ({"methods": {"disclosure": "4"}}, ("disclosure",)),
        ({"methods": {"weekly": "2"}}, ("weekly",)),
        ({"methods": {"risk_model": "3"}}, ("risk_model",)),
        ({"thresholds": {"level_4_from": 5.0}}, ("risk_model",)),
        ({"breaks": {"2570": (30.0, 48.4)}}, ("breaks",)),
        ({"code_version": "d"}, ("code",)),
        ({"texts": "x", "environment": {"python": "3.12"}}, ()),
    ],
)
def test_rules_and_thresholds_that_differ_are_named(tmp_path, differs, rules):
    one = frozen(tmp_path)
    known = {"methods": {**one.methods, **differs.get("methods", {})}}
    assert rules_changed(one, replace(one, **{**differs, **known})) == rules


def test_a_snapshot_is_compared_with_what_it_replaces_else_the_week_before(tmp_path):
    old = frozen(tmp_path, week(SUNDAY))
    wrong = frozen(tmp_path, week(SUNDAY + WEEK))
    replacing = {"replaces": wrong.id, "why": "twice"}
    right = frozen(tmp_path, week(SUNDAY + WEEK), stage="published", **replacing)
    known = listed(tmp_path)
    assert before(wrong, known) == old
    assert before(right, known) == wrong
    assert before(old, known) is None
    assert replaced_by(wrong, known) == right
    assert replaced_by(right, known) is None


def test_a_draft_replaces_nothing_for_readers(tmp_path):
    wrong = frozen(tmp_path, week(SUNDAY), stage="published")
    draft = frozen(tmp_path, week(SUNDAY), replaces=wrong.id, why="twice")
    assert replaced_by(wrong, listed(tmp_path)) is None
    assert before(draft, listed(tmp_path)) == wrong
    right = frozen(
        tmp_path, week(SUNDAY), stage="published", replaces=wrong.id, why="twice"
    )
    assert replaced_by(wrong, listed(tmp_path)) == right
