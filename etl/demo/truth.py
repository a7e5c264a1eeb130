"""What was put into the synthetic data on purpose, for judging what is found in it."""

from dataclasses import asdict
from typing import Any

from etl.demo import tip_history
from etl.demo.calendar import FIRST_ON, LAST_ON, WEEKS, monday
from etl.demo.files import Written
from etl.demo.outbreaks import outbreaks
from etl.demo.reports import Reports, stretches
from etl.demo.training import OFFICIAL_BATCH, Batch


def truth(
    seed: int, tips: int, done: list[Batch], told: Reports, written: list[Written]
) -> dict[str, Any]:
    """The known effects, and every line that is wrong on purpose.

    `flawed_lines` are wrong by themselves and rejected, `clashing_lines` only beside
    another file. Of the weeks in `not_reported` there is neither a line nor a tip.
    """
    return {
        "made_by": "etl demo",
        "seed": seed,
        "tips": tips,
        "first_on": str(FIRST_ON),
        "last_on": str(LAST_ON),
        "outbreaks": [
            asdict(outbreak) | {"first_on": str(outbreak.first_on)}
            for outbreak in outbreaks(tips)
        ],
        "training_effect": _training_effect(done),
        "season_percent_by_month": list(tip_history.SEASON),
        "weekday_weight_from_monday": list(tip_history.WEEKDAY),
        "level_percent_by_fiscal_year": tip_history.YEAR_LEVEL,
        "swing": {
            "days": tip_history.SWING_DAYS,
            "percent_equally_likely": list(tip_history.SWING),
        },
        "days_until_recorded_per_1000": {
            "VOLUNTEER": tip_history.DELAYS[tip_history.VOLUNTEER],
            "other channels": tip_history.DELAYS[tip_history.OTHERS],
        },
        "not_reported": [
            {
                "province_code": code,
                "first_on": str(monday(first)),
                "weeks": weeks,
                "until_the_last_day": first + weeks == WEEKS,
            }
            for code, first, weeks in stretches(told)
        ],
        "flawed_lines": [flaw for file in written for flaw in file.flaws],
        "clashing_lines": [clash for file in written for clash in file.clashes],
    }


def _training_effect(done: list[Batch]) -> dict[str, Any]:
    """Volunteers' tips in the host province from the day after a batch ended."""
    year, number, code, ended_on = OFFICIAL_BATCH
    held = [(b.fiscal_year_be, b.batch_no, b.place.code, b.ended_on) for b in done
            if b.status == "held"]  # fmt: skip
    return {
        "channel": tip_history.VOLUNTEER,
        "percent_of_usual": [
            {
                "from_day": 1 + step * tip_history.EFFECT_DAYS,
                "to_day": (step + 1) * tip_history.EFFECT_DAYS,
                "percent": percent,
            }
            for step, percent in enumerate(tip_history.EFFECT_PERCENT)
        ],
        "overlapping": "the larger percentage counts",
        "batches": [
            {
                "fiscal_year_be": year,
                "batch_no": number,
                "province_code": code,
                "ended_on": str(ended_on),
            }
            for year, number, code, ended_on in [
                (year, number, code, ended_on),
                *held,
            ]
        ],
    }
