"""Why a week alarms, in words, and what was held that may have brought tips."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from dashboard.queries import tip_week
from dashboard.ui.answers import ask
from dashboard.ui.tips.channel_groups import channel_names
from dashboard.ui.tips.scope import Scope
from dashboard.ui.tips.week_words import Row, method_text, week_name
from dashboard.ui.words import date_text, fiscal_year_text, number_text, say

BATCH_DAYS, PROMOTED_DAYS = 180, 14  # before the week's end: what is looked back at
MOST = 2  # batches, and activities, that are named
NATIONAL = "national"


@dataclass(frozen=True)
class Reasons:
    """What may stand behind alarms.

    Attributes:
        hints: As queries.tip_week.hints gives them.
        channels: What channels are called, by code.
    """

    hints: pd.DataFrame
    channels: dict[str, str]

    def lines(self, row: Row, weeks: pd.DataFrame) -> list[str]:
        """What the method saw, for how long, and what was held before; as markdown.

        Args:
            row: An alarm.
            weeks: Of its province, in order, as they are known.
        """
        ends_on = row["week_start"].date() + timedelta(days=6)
        held = [
            *self._batches(row["area_code"], ends_on),
            *self._promotions(row["area_code"], ends_on),
        ]
        if not held:
            days = {"batch_days": BATCH_DAYS, "days": PROMOTED_DAYS}
            held = [say("tips_week_nothing_held", **days)]
        return [seen(row, weeks), *_since(row), *held]

    def of_country(self, ends_on: date) -> list[str]:
        """What media of the whole country promoted up to a week's last day."""
        return self._promotions(NATIONAL, ends_on)

    def _batches(self, province: str, ends_on: date) -> list[str]:
        since = ends_on - timedelta(days=BATCH_DAYS)
        found = self._hints("batch", province, since, ends_on).head(MOST)
        return [
            say(
                "tips_week_after_batch",
                days=number_text((ends_on - row["on_day"].date()).days),
                batch=str(row["batch_no"]),
                year=fiscal_year_text(int(row["fiscal_year_be"])),
                on=date_text(row["on_day"].date()),
            )
            for row in found.to_dict("records")
        ]

    def _promotions(self, place: str, ends_on: date) -> list[str]:
        since = ends_on - timedelta(days=PROMOTED_DAYS - 1)
        found = self._hints("outreach", place, since, ends_on).head(MOST)
        where = "country" if place == NATIONAL else "here"
        return [
            say(
                f"tips_week_promoted_{where}",
                channels=self._channels(row["channels"]),
                on=date_text(row["on_day"].date()),
            )
            for row in found.to_dict("records")
        ]

    def _hints(self, kind: str, place: str, since: date, until: date) -> pd.DataFrame:
        hints = self.hints
        is_mine = (hints["kind"] == kind) & (hints["province_code"] == place)
        return hints[
            is_mine & hints["on_day"].between(pd.Timestamp(since), pd.Timestamp(until))
        ]

    def _channels(self, codes: str) -> str:
        return ", ".join(self.channels[code] for code in codes.split(";"))


def reasons_of(scope: Scope) -> Reasons:
    """What was held before the end of the scope's week, and what channels are called.

    As known now: what was held explains a week also where it was told of later.
    """
    since = scope.week_start - timedelta(days=BATCH_DAYS + 28)
    hints = ask(tip_week.hints, since, scope.week_end)
    return Reasons(hints, channel_names())


def weeks_above_expected(row: Row, weeks: pd.DataFrame) -> int:
    """How many reported weeks up to that of an alarm, in a row, had more than expected.

    Weeks that were not reported are passed over.
    """
    known = weeks[(weeks["week_start"] <= row["week_start"]) & weeks["tips"].notna()]
    is_more = (known["tips"] > known["expected"]).fillna(False)  # noqa: FBT003
    backwards = is_more.to_numpy(dtype=bool)[::-1]
    return int((~backwards).argmax()) if not backwards.all() else len(backwards)


def seen(row: Row, weeks: pd.DataFrame) -> str:
    """The method, and what it saw."""
    method = row["method"]
    said = {"method": method_text(method)}
    if method != "cusum":
        return say(f"tips_week_seen_{method}", **said)
    run = weeks_above_expected(row, weeks)
    if run < 2:
        return say(f"tips_week_seen_cusum_{'one' if run else 'none'}", **said)
    return say("tips_week_seen_cusum_run", **said, run=number_text(run))


def _since(row: Row) -> list[str]:
    """Since when the series alarms, where it is not the first week."""
    if row["began_week_start"] >= row["week_start"]:
        return []
    weeks = (row["week_start"] - row["began_week_start"]).days // 7 + 1
    began = week_name(row["began_week_start"])
    return [say("tips_week_since", began=began, weeks=number_text(weeks))]
