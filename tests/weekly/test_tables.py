"""What stands below the week, from rows and editions that are made by hand."""

from datetime import date

import pandas as pd
import pytest

from dashboard.disclosure import Audience, disclosed
from dashboard.editions import Edition
from dashboard.weekly.rows import Rows
from dashboard.weekly.settings import settings
from dashboard.weekly.tables import tables

SUNDAY, BEFORE = date(2026, 11, 22), date(2026, 11, 15)
NAMES = {
    "TH-23": ("ตราด", "Trat"),
    "TH-63": ("ตาก", "Tak"),
    "TH-90": ("สงขลา", "Songkhla"),
}
USING = settings()


def named(code):
    return {"province_code": code, "name_th": NAMES[code][0], "name_en": NAMES[code][1]}


def batch(number, code, ends_on, status, trained=None):
    day = pd.Timestamp(ends_on)
    return named(code) | {
        "fiscal_year_be": 2570, "batch_no": number, "started_on": day,
        "ended_on": day, "status": status, "volunteers_trained": trained,
        "is_counted": status == "held", "is_overdue": False,
    }  # fmt: skip


def batches(*rows, on=SUNDAY):
    frame = pd.DataFrame(rows, columns=batch(1, "TH-23", on, "held").keys())
    frame = frame.astype(
        {"volunteers_trained": "Int64", "is_counted": bool}
        | dict.fromkeys(["started_on", "ended_on"], "datetime64[us]")
    )
    is_past = frame["ended_on"] <= pd.Timestamp(on)
    return frame.assign(is_overdue=(frame["status"] == "planned") & is_past)


def province(code, now=(2, 3), was=(2, 3), listed=(False, False)):
    """Its class and level now and before, and whether it is and was in the class."""
    return named(code) | {
        "region": "East", "volunteers_trained": 10, "volunteers_trained_per_100k": 5.0,
        "volunteers_at_least": False,
        "coverage_class": now[0], "coverage_class_before": was[0],
        "risk_level": now[1], "risk_level_before": was[1],
        "is_priority": listed[0], "was_priority": listed[1],
    }  # fmt: skip


def report(code, weeks, unreported=None):
    """So many weeks silent, and so many without a complete report: as many, or more."""
    unreported = weeks if unreported is None else unreported
    return named(code) | {
        "last_heard_on": pd.Timestamp(SUNDAY) - pd.Timedelta(weeks=unreported),
        "weeks_silent": weeks,
        "weeks_unreported": unreported,
        "is_reported": unreported == 0,
        "is_announced": weeks == 0 and unreported > 0,
    }


def edition(ends_on, status=None, cells=()):
    """An edition with these words of provinces and figures."""
    words = pd.DataFrame(
        {"area": list(NAMES), "status": [(status or {}).get(c, "usual") for c in NAMES]}
    )
    columns = ["table", "measure", "level", "area", "period_start", "period_end"]
    columns += ["kind_of", "kind", "is_provisional", "count", "count_state"]
    frame = pd.DataFrame(cells, columns=[*columns, "count_base"])
    frame["count"] = frame["count"].astype("Int64")

    def gated(rows):
        return disclosed(rows, Audience.LEADERSHIP, [], is_protected=True)

    names = ("national_week", "region_block", "province_year", "national_quarter")
    found = {name: gated(frame[frame["table"] == name]) for name in names}
    return Edition(
        ends_on, found | {"province_week": gated(words)}, gated(frame), gated(words)
    )


def cell(table, level, area, count, state="exact", base=1, provisional=False):
    return (
        table, "tips", level, area, date(2026, 9, 21), date(2026, 10, 18), "", "",
        provisional, count, state, base,
    )  # fmt: skip


def made(now=None, before=None, **rows):
    given = {
        "batches": batches(), "batches_before": batches(),
        "priority": pd.DataFrame([province(code) for code in NAMES]),
        "reports": pd.DataFrame([report(code, 0) for code in NAMES]),
    } | rows  # fmt: skip
    found = tables(
        Rows(**given), now or edition(SUNDAY), before or edition(BEFORE), USING
    )
    return {name: gated.frame for name, gated in found.items()}


def rows_of(frame, *columns):
    return list(frame[list(columns)].itertuples(index=False, name=None))


def test_a_quiet_week_has_empty_tables_and_all_provinces():
    found = made()
    assert len(found.pop("priority")) == 3
    assert found.pop("waits")["province_code"].isna().all()  # no referral is known
    assert all(frame.empty for frame in found.values())


def test_a_province_crosses_when_its_class_or_level_changes():
    priority = pd.DataFrame(
        [
            province("TH-23", now=(2, 3), was=(1, 3)),
            province("TH-63", now=(1, 4), was=(1, 5)),
            province("TH-90"),
        ]
    )
    found = made(priority=priority)["crossed"]
    assert rows_of(found, "province_code", "what", "was", "now", "direction") == [
        ("TH-63", "risk_level", "5", "4", "down"),
        ("TH-23", "coverage_class", "1", "2", "up"),
    ]


def test_a_class_that_is_not_known_is_not_crossed():
    priority = pd.DataFrame([province("TH-23", now=(2, 3), was=(None, None))])
    assert made(priority=priority)["crossed"].empty


def test_a_province_above_usual_crossed_in_words():
    found = made(now=edition(SUNDAY, {"TH-63": "above"}))
    assert rows_of(found["crossed"], "province_code", "what", "was", "now") == [
        ("TH-63", "tips", "usual", "above")
    ]
    assert rows_of(found["decisions"], "what", "province_code") == [
        ("tips_above", "TH-63")
    ]


def test_silence_is_not_a_threshold_of_tips():
    was = edition(BEFORE, {"TH-63": "silent"})
    assert made(before=was)["crossed"].empty


def test_batches_are_held_anew_overdue_or_due_next():
    now = batches(
        batch(1, "TH-23", "2026-10-30", "held", 50),
        batch(2, "TH-63", "2026-11-14", "held", 60),
        batch(3, "TH-90", "2026-11-20", "planned"),
        batch(4, "TH-23", "2026-12-05", "planned"),
        batch(5, "TH-63", "2027-03-01", "planned"),
    )
    was = batches(batch(1, "TH-23", "2026-10-30", "held", 50), on=BEFORE)
    found = made(batches=now, batches_before=was)
    assert rows_of(found["batches"], "what", "batch_no", "days") == [
        ("held", 2, -8), ("overdue", 3, -2), ("due", 4, 13),
    ]  # fmt: skip
    assert rows_of(found["decisions"], "what", "batch_no", "number") == [
        ("batch_overdue", 3, 2), ("batch_confirm", 4, 13),
    ]  # fmt: skip


def test_a_new_fiscal_year_counts_its_own_batches_from_none():
    now = batches(batch(1, "TH-23", "2026-11-20", "held", 50))
    was = batches(batch(1, "TH-63", "2026-09-20", "held", 50), on=BEFORE)
    was["fiscal_year_be"] = 2569
    found = made(batches=now, batches_before=was)
    assert rows_of(found["batches"], "what", "batch_no") == [("held", 1)]
    assert found["corrections"].empty


def test_who_is_silent_for_some_weeks_is_to_be_called():
    reports = pd.DataFrame(
        [
            report("TH-63", USING.call_weeks),
            report("TH-23", USING.call_weeks - 1),
            report("TH-90", 0),
        ]
    )
    found = made(reports=reports)
    assert rows_of(found["late"], "province_code", "weeks_silent", "is_call") == [
        ("TH-63", USING.call_weeks, True), ("TH-23", USING.call_weeks - 1, False),
    ]  # fmt: skip
    assert rows_of(found["decisions"], "what", "province_code", "number") == [
        ("province_call", "TH-63", USING.call_weeks)
    ]


def late_of(*reports):
    """The rows of who is late, and what is to be decided of them."""
    found = made(reports=pd.DataFrame(reports))
    columns = ("what", "weeks_silent", "weeks_unreported", "is_call")
    decided = rows_of(found["decisions"], "what", "province_code", "number")
    return rows_of(found["late"], "province_code", *columns), decided


def test_a_week_whose_rows_were_announced_is_incomplete_and_not_silent():
    found, decided = late_of(report("TH-63", 0, 1), report("TH-90", 0))
    assert found == [("TH-63", "incomplete", 0, 1, False)]
    assert decided == []


def test_who_announces_rows_week_after_week_is_to_be_asked_for_them():
    found, decided = late_of(report("TH-63", 0, 8), report("TH-90", 0, 2))
    assert found == [
        ("TH-63", "incomplete", 0, 8, True), ("TH-90", "incomplete", 0, 2, False),
    ]  # fmt: skip
    assert decided == [("province_complete", "TH-63", 8)]


def test_a_silent_week_after_announced_ones_goes_on_towards_the_call():
    """Such an office tells after each Sunday that rows are to come: one week silent."""
    found, decided = late_of(report("TH-63", 1, 8), report("TH-90", 1, 2))
    assert found == [
        ("TH-63", "unfinished", 1, 8, True), ("TH-90", "silent", 1, 2, False),
    ]  # fmt: skip
    assert decided == [("province_complete", "TH-63", 8)]


def test_who_is_silent_for_long_is_called_to_report_whatever_was_announced_before():
    found, decided = late_of(report("TH-63", USING.call_weeks, USING.call_weeks + 5))
    assert [row[1] for row in found] == ["silent"]
    assert decided == [("province_call", "TH-63", USING.call_weeks)]


def test_entering_and_leaving_the_priority_class_is_named():
    priority = pd.DataFrame(
        [
            province("TH-23", listed=(True, False)),
            province("TH-63", listed=(False, True)),
            province("TH-90", listed=(None, True)),
        ]
    )
    found = made(priority=priority)
    assert rows_of(found["priority"], "province_code", "change") == [
        ("TH-23", "entered"), ("TH-63", "left"), ("TH-90", ""),
    ]  # fmt: skip
    assert rows_of(found["decisions"], "what", "province_code") == [
        ("priority_entered", "TH-23")
    ]


@pytest.mark.parametrize(
    ("provisional", "now", "why"),
    [
        (True, 50, "late"),
        (True, 40, "correction"),  # late rows take nothing away
        (False, 50, "correction"),
        (True, 49, "rows"),  # a step of a few rows says not what became of them
        (False, 44, "rows"),
    ],
)
def test_a_figure_that_is_told_otherwise_is_a_correction(provisional, now, why):
    was = edition(
        BEFORE,
        cells=[cell("national_week", "national", "TH", 45, "exact", 1, provisional)],
    )
    then = edition(SUNDAY, cells=[cell("national_week", "national", "TH", now)])
    found = made(then, was)["corrections"]
    assert rows_of(found, "measure", "area", "why", "was", "now") == [
        ("tips", "TH", why, 45, now)
    ]


def test_below_a_region_no_count_is_told_of_a_correction():
    was = edition(
        BEFORE, cells=[cell("province_year", "province", "TH-63", 15, "rounded", 5)]
    )
    now = edition(
        SUNDAY, cells=[cell("province_year", "province", "TH-63", 25, "rounded", 5)]
    )
    found = made(now, was)["corrections"]
    assert rows_of(found, "area", "why") == [("TH-63", "rows")]
    assert found[["was", "now"]].isna().all(axis=None)
    assert rows_of(found, "was_state", "now_state") == [("", "")]


def test_a_figure_that_is_rounded_from_now_on_was_not_corrected():
    was = edition(BEFORE, cells=[cell("national_week", "national", "TH", 47)])
    now = edition(
        SUNDAY, cells=[cell("national_week", "national", "TH", 45, "rounded", 5)]
    )
    assert made(now, was)["corrections"].empty


def test_a_batch_that_is_told_otherwise_is_a_correction():
    now = batches(batch(1, "TH-23", "2026-10-30", "held", 55))
    was = batches(batch(1, "TH-23", "2026-10-30", "held", 50), on=BEFORE)
    found = made(batches=now, batches_before=was)["corrections"]
    assert rows_of(found, "measure", "level", "batch_no", "area", "was", "now") == [
        ("batches", "batch", 1, "TH-23", 50, 55)
    ]


def test_a_planned_batch_that_was_held_is_no_correction():
    now = batches(batch(1, "TH-23", "2026-11-20", "held", 55))
    was = batches(batch(1, "TH-23", "2026-11-20", "planned"), on=BEFORE)
    assert made(batches=now, batches_before=was)["corrections"].empty
