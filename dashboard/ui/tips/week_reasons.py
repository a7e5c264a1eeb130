"""Why a week alarms, in words, and what was held that may have brought tips."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from dashboard.queries import tip_alarms, tip_week
from dashboard.ui.answers import ask
from dashboard.ui.tips.channel_groups import channel_names
from dashboard.ui.tips.scope import Scope
from dashboard.ui.tips.week_words import Row, method_text, week_name
from dashboard.ui.words import date_text, fiscal_year_text, number_text, say

BATCH_DAYS, PROMOTED_WEEKS = 180, 4  # that are looked back, in mart_tip_alarm_hint
MOST = 2  # batches, and activities, that are named
NATIONAL = "national"


@dataclass(frozen=True)
class Reasons:
    """What may stand behind alarms.

    Attributes:
        hints: As queries.tip_week.hints gives them, the same as in the register.
        channels: What channels are called, by code.
        began: With which week the run of an alarm began, by its id.
    """

    hints: pd.DataFrame
    channels: dict[str, str]
    began: dict[str, pd.Timestamp]

    def lines(self, row: Row, weeks: pd.DataFrame) -> list[str]:
        """What the method saw, for how long, and what was held before; as markdown.

        Args:
            row: An alarm.
            weeks: Of its province, in order, as they are known.
        """
        ends_on = row["week_start"].date() + timedelta(days=6)
        hints = self.hints[self.hints["alarm_id"] == row["alarm_id"]]
        held = [*_batches(hints, ends_on), *self._promotions(hints[hints["is_own"]])]
        if not held:
            looked_back = {"batch_days": BATCH_DAYS, "weeks": PROMOTED_WEEKS}
            held = [say("tips_week_nothing_held", **looked_back)]
        return [seen(row, weeks), *self._since(row), *held]

    def of_country(self) -> list[str]:
        """What media of the whole country promoted before any of the alarms."""
        hints = self.hints[self.hints["place"] == NATIONAL]
        hints = hints.sort_values("on_day", ascending=False, kind="stable")
        return self._promotions(hints.drop_duplicates(["on_day", "channels_promoted"]))

    def _since(self, row: Row) -> list[str]:
        """Since when its run of alarms lasts, where it is not the first."""
        began = self.began[row["alarm_id"]]
        if began >= row["week_start"]:
            return []
        return [say("tips_week_since", began=week_name(began))]

    def _promotions(self, hints: pd.DataFrame) -> list[str]:
        found = hints[hints["kind"] == "promotion"].head(MOST)
        return [
            say(
                f"tips_week_promoted_{_where(row['place'])}",
                channels=self._channels(row["channels_promoted"]),
                on=date_text(row["on_day"].date()),
            )
            for row in found.to_dict("records")
        ]

    def _channels(self, codes: str) -> str:
        return ", ".join(self.channels[code] for code in codes.split(";"))


def _where(place: str) -> str:
    return "country" if place == NATIONAL else "here"


def _batches(hints: pd.DataFrame, ends_on: date) -> list[str]:
    found = hints[hints["kind"] == "batch"].head(MOST)
    return [
        say(
            "tips_week_after_batch",
            days=number_text((ends_on - row["on_day"].date()).days),
            batch=str(int(row["batch_no"])),
            year=fiscal_year_text(int(row["fiscal_year_be"])),
            on=date_text(row["on_day"].date()),
        )
        for row in found.to_dict("records")
    ]


def reasons_of(scope: Scope) -> Reasons:
    """Of the alarms that the scope's week raised, all as known at its end."""
    hints = ask(tip_week.hints, scope.week_start)
    starts = ask(tip_alarms.run_starts, scope.week_start).set_index("alarm_id")
    return Reasons(hints, channel_names(), starts["began_week_start"].to_dict())


def weeks_above_expected(row: Row, weeks: pd.DataFrame) -> int:
    """How many reported weeks up to that of an alarm, in a row, had more than expected.

    Weeks that were not reported are passed over. An alarm before it ends the row: it
    sets the sum back to zero.
    """
    known = weeks[(weeks["week_start"] <= row["week_start"]) & weeks["tips"].notna()]
    is_more = (known["tips"] > known["expected"]).fillna(False)  # noqa: FBT003
    is_own = known["week_start"] == row["week_start"]
    is_more &= is_own | ~known["is_alarm"].fillna(False).astype(bool)  # noqa: FBT003
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
