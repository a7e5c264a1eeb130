"""Channels in groups: 1300, Protect-U, volunteers, others; one that is picked."""

from dataclasses import dataclass

import pandas as pd

from dashboard.queries import tip_channels as queries
from dashboard.ui.answers import ask
from dashboard.ui.words import words

HOTLINE = ("HOTLINE_1300", "HOTLINE_1300_ABROAD")
APP, VOLUNTEER, OTHERS = "APP_PROTECT_U", "VOLUNTEER", "OTHERS"
NAMED = {"HOTLINE_1300": HOTLINE, APP: (APP,), VOLUNTEER: (VOLUNTEER,)}
PICKED, REST = 3, 4  # positions among the colours


@dataclass(frozen=True)
class ChannelGroup:
    """Channels that are looked at together.

    Attributes:
        code: Of the group: that of its first channel, or "OTHERS".
        name: Short, in the reader's language.
        line: Shorter still, at the end of a line.
        channels: Their codes.
        colour: Position among the colours of dashboard.charts.tip_channels.
    """

    code: str
    name: str
    line: str
    channels: tuple[str, ...]
    colour: int


def channel_names() -> dict[str, str]:
    """What figures call each channel, by code in the order of the list."""
    return {
        channel: words(f"tips_channels_{channel}")
        for channel in ask(queries.channels)["channel"]
    }


def groups(picked: str = "") -> list[ChannelGroup]:
    """The groups, those that make channels known first, all others last.

    Args:
        picked: Code of a channel that the reader filters by: one of the others gets a
            group of its own.
    """
    found = [
        _group(code, channels, at) for at, (code, channels) in enumerate(NAMED.items())
    ]
    taken = {channel for group in found for channel in group.channels}
    names = channel_names()
    if picked and picked not in taken:
        name = names[picked]
        found.append(ChannelGroup(picked, name, name, (picked,), PICKED))
        taken.add(picked)
    rest = tuple(channel for channel in names if channel not in taken)
    return [*found, _group(OTHERS, rest, REST)]


def _group(code: str, channels: tuple[str, ...], colour: int) -> ChannelGroup:
    name, line = (words(f"tips_channels_{kind}_{code}") for kind in ("group", "line"))
    return ChannelGroup(code, name, line, channels, colour)


def of_group(rows: pd.DataFrame, group: ChannelGroup) -> pd.DataFrame:
    """The rows of a group's channels."""
    return rows[rows["channel"].isin(group.channels)]
