"""Alarms written by hand, laid over the shipped data: what detection would give."""

from datetime import date, timedelta

import pandas as pd

from etl import paths

NOW = date(2026, 11, 16)  # the Monday of 2026-W47, the last complete week of the demo
WEEKS = 30
SHARES = {0: 0.7, 1: 0.9, 2: 0.96, 3: 0.99}  # of a week's tips that are known
AREAS = ("TH", "TH-10", "TH-50", "TH-51", "TH-96")
# Tips by area and weeks before NOW, at each look; else 1. None: not reported.
TIPS = {
    ("TH-50", 0): [6],
    ("TH-50", 1): [5, 7],
    ("TH-51", 2): [1, 4, 2],
    ("TH-96", 0): [None],
    ("TH", 0): [40],
}
ALARM_COLUMNS = (
    *("alarm_id", "area_code", "week_start", "raised_week_start", "tips_raised"),
    *("expected_raised", "high_raised", "alarm_from_raised", "score_raised"),
    *("method_raised", "tips_now", "is_alarm_now", "outcome"),
    *("decided_on", "note"),
)


def week(back: int) -> date:
    """The Monday so many weeks before NOW."""
    return NOW - timedelta(weeks=back)


def signal_rows() -> pd.DataFrame:
    """The rows of mart_tip_signal: thirty weeks of five series."""
    return pd.DataFrame(
        [
            _signal(area, back, look)
            for area in AREAS
            for back in range(WEEKS)
            for look in range(5)
            if look <= back or look == 4
        ]
    )


def _signal(area: str, back: int, look: int) -> dict[str, object]:
    looks = TIPS.get((area, back), [1])
    tips = looks[min(look, back, len(looks) - 1)]
    is_judged = tips is not None
    share = SHARES.get(min(look, back), 1.0)
    return {
        "area_code": area,
        "week_start": week(back),
        "weeks_after": look,
        "tips": tips,
        "report_state": "rows" if is_judged else "not_reported",
        "known_share": share,
        "method": ("farrington" if area == "TH" else "cusum") if is_judged else "none",
        "history_weeks": 400,
        "expected": 1.2 if is_judged else None,
        "high": 3.0 if is_judged else None,
        "alarm_from": 4.0 if is_judged else None,
        "score": tips / 3.5 if is_judged else None,
        "is_alarm": bool(is_judged and tips >= 4),
        "tells_zeros": True,
        "total": tips / share if is_judged and back < 4 else None,
        "total_low": float(tips) if is_judged and back < 4 else None,
        "total_high": tips / share + 2 if is_judged and back < 4 else None,
        "expected_whole": 1.2 / share if is_judged and back < 4 else None,
        "high_whole": 5.0 if is_judged and back < 4 else None,
    }


def alarm_rows() -> pd.DataFrame:
    """The rows of mart_tip_alarm: four open ones, two decided."""
    rows = [
        _alarm("TH-50", 0, 0, 6, 1.7),
        _alarm("TH-50", 1, 0, 5, 1.4),
        _alarm("TH-51", 2, 1, 4, 1.1),
        _alarm("TH", 79, 0, 60, 1.2),
        _alarm("TH-10", 17, 0, 8, 2.0, outcome=("SIGNAL", 14, "สายด่วนยืนยัน")),
        _alarm("TH-10", 27, 2, 5, 1.3, outcome=("CAMPAIGN", 20, None)),
    ]
    return pd.DataFrame(rows, columns=list(ALARM_COLUMNS))


def _alarm(
    area: str,
    back: int,
    after: int,
    tips: int,
    score: float,
    outcome: tuple[str, int, str | None] | None = None,
) -> dict[str, object]:
    """One alarm; of its outcome the code, how many weeks ago it was known, and note.

    It was decided on the Wednesday of that week.
    """
    monday = week(back)
    code, known, note = outcome or (None, None, None)
    return {
        "alarm_id": f"ALARM-{monday:%G-W%V}-{area.replace('-', '')}",
        "area_code": area,
        "week_start": monday,
        "raised_week_start": week(back - after),
        "tips_raised": tips,
        "expected_raised": 1.2,
        "high_raised": 3.0,
        "alarm_from_raised": 4.0,
        "score_raised": score,
        "method_raised": "farrington" if area == "TH" else "cusum",
        "tips_now": tips,
        "is_alarm_now": True,
        "outcome": code,
        "decided_on": None if known is None else week(known) + timedelta(days=2),
        "note": note,
    }


def delay_rows() -> pd.DataFrame:
    """The rows of mart_tip_delay."""
    return pd.DataFrame(
        {
            "weeks_after": [0, 1, 2, 3],
            "share_known": [0.7, 0.9, 0.96, 1.0],
            "share_low": [0.65, 0.88, 0.95, 1.0],
            "share_high": [0.75, 0.92, 0.97, 1.0],
            "tips": [2000, 1990, 1980, 1970],
        }
    )


def budget_rows() -> pd.DataFrame:
    """The row of mart_tip_budget: five series."""
    return pd.DataFrame({"series": [5], "false_alarms_per_week": [0.5], "looks": [4]})


def cluster_rows(database) -> pd.DataFrame:
    """The rows of mart_tip_cluster: two provinces lie high in the last 4 weeks.

    One has not reported at all, one of its neighbours not in every week.
    """
    return database.execute(
        """
        select weeks as window_weeks, province_code, population, true as tells_zeros,
            case when province_code <> 'TH-96' then 3 end as tips,
            case province_code when 'TH-96' then 0 when 'TH-95' then 2 else weeks end
                as reported_weeks,
            3e5 / population as rate_per_100k,
            2.5e5 / population as smoothed_rate_per_100k,
            case when province_code in ('TH-50', 'TH-51') and weeks = 4 then 0.001
                when province_code <> 'TH-96' then 0.6 end as adjusted_p_value,
            case when province_code = 'TH-96' then 'not_computed'
                when province_code in ('TH-50', 'TH-51') and weeks = 4 then 'high_high'
                else 'chance' end as cluster
        from mart_population cross join (select unnest([4, 13]) as weeks)
        where fiscal_year_be = 2570
        """
    ).df()


def lay(database) -> None:
    """Put rows made by hand in the place of those of the build."""
    for name, rows in (
        ("mart_tip_signal", signal_rows()),
        ("mart_tip_alarm", alarm_rows()),
        ("mart_tip_delay", delay_rows()),
        ("mart_tip_budget", budget_rows()),
        ("mart_tip_cluster", cluster_rows(database)),
    ):
        database.execute(f"delete from {name}")
        database.register("made", rows)
        database.execute(f"insert into {name} by name from made")
        database.unregister("made")
    database.execute(
        "create or replace view mart_alarm_outcome_history as select alarm_id, "
        "outcome, decided_on, note, null::date as left_week_start, "
        "date_trunc('week', decided_on)::date as known_week_start "
        "from mart_tip_alarm where outcome is not null"
    )
    hint = (paths.SQL / "mart_tip_alarm_hint.sql").read_text("utf-8")
    database.execute(hint)
