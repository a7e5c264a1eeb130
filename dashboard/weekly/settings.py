"""What data/weekly.toml says of the weekly page, typed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

from dashboard.weekly.model import Usual

FILE = Path(__file__).resolve().parent.parent.parent / "data" / "weekly.toml"
_USUAL = get_args(Usual)


class SettingError(Exception):
    """data/weekly.toml cannot be right; says where and what to change."""


@dataclass(frozen=True)
class TileSetting:
    """One tile of the page; see dashboard.weekly.model.Tile.

    Attributes:
        usual: How it is told what is usual of it.
    """

    key: str
    usual: Usual
    datasets: tuple[str, ...]
    page: str
    choices: Mapping[str, str]


@dataclass(frozen=True)
class RuleSetting:
    """One rule of sentences.

    Attributes:
        key: Its name.
        subject: What it speaks of; one sentence each.
        weight: How much it matters.
        fill: Whether it only fills up what would be too few.
    """

    key: str
    subject: str
    weight: float
    fill: bool


@dataclass(frozen=True)
class Settings:
    """The numbers of one version of the file.

    Attributes:
        usual_weeks: Weeks before a week that say what is usual of it.
        least_weeks: How many of them must have a figure.
        percent_from: Least figure of which a change is said in per cent.
        rounded_from: The same where either figure is rounded.
        tiles: In their order.
        due_weeks: In which a planned batch is shown as due next.
        silent_weeks: From which a province is listed as silent.
        crowded_share: Share of the provinces above which a band of old referrals tells
            none of them apart.
        call_weeks: Silent, or without a complete report, for as many weeks, an office
            is to be called.
        confirm_weeks: A batch due in as many weeks is to be confirmed.
        most: Sentences on a page.
        least: Filled up to as many.
        names: Places named in one sentence.
        anew_weeks: After as many weeks a rule that fires on and on is told again.
        fill_every: A rule that fills up is first asked in one of as many weeks.
        rules: Of sentences, by key.
    """

    version: str
    usual_weeks: int
    least_weeks: int
    percent_from: int
    rounded_from: int
    tiles: tuple[TileSetting, ...]
    due_weeks: int
    silent_weeks: int
    crowded_share: float
    call_weeks: int
    confirm_weeks: int
    most: int
    least: int
    names: int
    anew_weeks: int
    fill_every: int
    rules: Mapping[str, RuleSetting]


@cache
def settings(file: Path = FILE) -> Settings:
    """The settings in force.

    Raises:
        SettingError: One is missing or out of range.
    """
    given = tomllib.loads(file.read_text(encoding="utf-8"))
    try:
        found = Settings(
            version=given["version"],
            usual_weeks=given["usual"]["weeks"],
            least_weeks=given["usual"]["least_weeks"],
            percent_from=given["change"]["percent_from"],
            rounded_from=given["change"]["rounded_from"],
            tiles=tuple(_tile(entry, file.name) for entry in given["tile"]),
            due_weeks=given["table"]["due_weeks"],
            silent_weeks=given["table"]["silent_weeks"],
            crowded_share=given["table"]["crowded_share"],
            call_weeks=given["decision"]["call_weeks"],
            confirm_weeks=given["decision"]["confirm_weeks"],
            most=given["sentence"]["most"],
            least=given["sentence"]["least"],
            names=given["sentence"]["names"],
            anew_weeks=given["sentence"]["anew_weeks"],
            fill_every=given["sentence"]["fill_every"],
            rules={
                entry["key"]: RuleSetting(
                    entry["key"], entry["subject"], entry["weight"], entry["fill"]
                )
                for entry in given["sentence"]["rule"]
            },
        )
    except KeyError as missing:
        raise SettingError(f"{file.name}: {missing} is missing. Add it.") from None
    if not 2 <= found.least_weeks <= found.usual_weeks <= 52:
        raise SettingError(
            f"{file.name} [usual]: least_weeks {found.least_weeks}, weeks "
            f"{found.usual_weeks}. Write 2 <= least_weeks <= weeks <= 52."
        )
    if not 0 < found.crowded_share <= 1:
        raise SettingError(
            f"{file.name} [table]: crowded_share {found.crowded_share}. Write a share "
            "above 0, up to 1."
        )
    if found.fill_every < 1:
        raise SettingError(
            f"{file.name} [sentence]: fill_every {found.fill_every}. Write 1 or more."
        )
    return found


def _tile(entry: Mapping[str, Any], name: str) -> TileSetting:
    if entry["usual"] not in _USUAL:
        raise SettingError(
            f"{name} [[tile]] {entry['key']}: usual '{entry['usual']}' is not known. "
            f"Write one of {', '.join(_USUAL)}."
        )
    return TileSetting(
        key=entry["key"],
        usual=entry["usual"],
        datasets=tuple(entry["datasets"]),
        page=entry["page"],
        choices=dict(entry["choices"]),
    )
