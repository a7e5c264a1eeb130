"""What stands below the tiles, in lines: who crossed what, what is due, who is silent.

Each takes a table of the week (dashboard.weekly.tables); rows that say the same of
several provinces or batches share a line. A line names so many, and says how many more
there are, so that the page stays one page.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from dashboard.export.week.revised import corrections
from dashboard.rules import rules
from dashboard.text import Era, Lang, date_text, number_text, words
from dashboard.weekly.model import Week

Row = dict[str, Any]
WAITS = 12  # that a line of referrals that newly are old has
STILL = 10  # that a line of those that were old before has
NAMES = 28  # that a line has; one more is named, too, rather than counted


def lists_of(week: Week, lang: Lang, era: Era) -> list[tuple[str, list[str]]]:
    """Each list that the week has, in their order: its title and its lines."""
    frames = {name: gated.frame for name, gated in week.tables.items()}
    called = _called(frames.get("priority"), lang)
    makers: dict[str, Callable[[pd.DataFrame], list[str]]] = {
        "crossed": lambda frame: crossed(frame, lang),
        "decisions": lambda frame: decisions(frame, lang),
        "batches": lambda frame: batches(frame, lang, era),
        "late": lambda frame: late(frame, lang),
        "waits": lambda frame: waits(frame, lang, era),
        "corrections": lambda frame: corrections(frame, called, lang, era),
    }
    found = []
    for name, lines in makers.items():
        if name in frames:
            said = lines(frames[name]) or [words(none_key(week, name), lang)]
            found.append((words(f"weekly_list_{name}", lang), said))
    return found


def none_key(week: Week, name: str) -> str:
    """The text of a list without rows.

    That nobody is late says that all reported only where the tile says so, too.
    """
    if name != "late":
        return f"weekly_none_{name}"
    tile = next((t for t in week.tiles if t.key == "provinces_reported"), None)
    if tile is None or tile.value is None:
        return "weekly_none_late_unknown"
    return "weekly_none_late" if tile.value == tile.whole else "weekly_none_late_some"


def _called(priority: pd.DataFrame | None, lang: Lang) -> dict[str, str]:
    """What provinces are called, by code: from the table that has all of them."""
    if priority is None:
        return {}
    return dict(zip(priority["province_code"], priority[f"name_{lang}"], strict=True))


def crossed(frame: pd.DataFrame, lang: Lang) -> list[str]:
    """Provinces by what they crossed and which way."""
    return [
        _crossed(
            what,
            was,
            now,
            direction,
            lang,
            listed([_name(row, lang) for row in _rows(rows)], lang),
        )
        for (what, was, now, direction), rows in _grouped(
            frame, ["what", "was", "now", "direction"]
        )
    ]


def _crossed(
    what: str, was: str, now: str, direction: str, lang: Lang, names: str
) -> str:
    """A line on some provinces; of tips it names the threshold."""
    if what == "tips":
        key, threshold = f"weekly_crossed_tips_{direction}", rules().rise_from
        return words(key, lang, threshold=threshold, names=names)
    return words(
        f"weekly_crossed_{what}",
        lang,
        way=words(f"weekly_crossed_{direction}", lang),
        was=_step(what, was, lang),
        now=_step(what, now, lang),
        names=names,
    )


def _step(what: str, step: str, lang: Lang) -> str:
    """A class of coverage in words; a risk level as its number."""
    return step if what == "risk_level" else words(f"weekly_step_{what}_{step}", lang)


def decisions(frame: pd.DataFrame, lang: Lang) -> list[str]:
    """What is to be decided, and of whom, the most pressing kind first."""
    return [
        words(
            f"weekly_decide_{what}",
            lang,
            names=", ".join(_decided(rows, lang)),
        )
        for (what,), rows in _grouped(frame, ["what"])
    ]


def _decided(rows: pd.DataFrame, lang: Lang) -> Iterator[str]:
    """Provinces or batches, and by how many days or weeks they are late or due."""
    for (number,), same in _grouped(rows, ["number"]):
        unit = "provinces" if same["batch_no"].isna().all() else "batches"
        whose = listed([_whose(row, lang) for row in _rows(same)], lang, unit=unit)
        if pd.isna(number):
            yield whose
        else:
            (what,) = set(same["what"])
            said = number_text(int(number), lang)
            yield words(f"weekly_decided_{what}", lang, whose=whose, number=said)


def _whose(row: Row, lang: Lang) -> str:
    return _name(row, lang) if pd.isna(row["batch_no"]) else _batch(row, lang)


def batches(frame: pd.DataFrame, lang: Lang, era: Era) -> list[str]:
    """Batches held since the week before, overdue, and due next."""
    return [
        words(
            f"weekly_batches_{what}",
            lang,
            names=listed(
                [_dated(row, lang, era) for row in _rows(rows)], lang, unit="batches"
            ),
        )
        for (what,), rows in _grouped(frame, ["what"])
    ]


def _dated(row: Row, lang: Lang, era: Era) -> str:
    """A batch with its last day; one that was held with its volunteers."""
    said = {"batch": _batch(row, lang), "on": date_text(row["ends_on"], lang, era)}
    if row["what"] != "held":
        return words("weekly_batch_dated", lang, **said)
    people = row["volunteers_trained"]
    if pd.isna(people):
        return words("weekly_batch_held_silent", lang, **said)
    people = number_text(float(people), lang)
    return words("weekly_batch_held", lang, **said, people=people)


def late(frame: pd.DataFrame, lang: Lang) -> list[str]:
    """Provinces that have not reported, or not all, by for how many weeks."""
    return [
        words(
            key,
            lang,
            weeks=number_text(weeks, lang),
            number=number_text(len(rows), lang),
            names=listed([_name(row, lang) for row in _rows(rows)], lang),
        )
        for key, weeks, rows in late_lines(frame)
    ]


def late_lines(frame: pd.DataFrame) -> Iterator[tuple[str, int, pd.DataFrame]]:
    """The text of each line, its weeks, and the rows that share it.

    In a week that was frozen before reports were told apart all are silent.
    """
    if "what" not in frame:
        frame = frame.assign(what="silent", weeks_unreported=frame["weeks_silent"])
    is_silent = frame["what"] == "silent"
    weeks = frame["weeks_silent"].where(is_silent, frame["weeks_unreported"])
    by = ["what", "weeks", "is_call"]
    for (what, many, is_call), rows in _grouped(frame.assign(weeks=weeks), by):
        yield _late_key(what, int(many), is_call=bool(is_call)), int(many), rows


def _late_key(what: str, weeks: int, *, is_call: bool) -> str:
    key = "weekly_late" if what == "silent" else f"weekly_late_{what}"
    if is_call:
        return f"{key}_call"
    return f"{key}_one" if weeks == 1 else key


def waits(frame: pd.DataFrame, lang: Lang, era: Era) -> list[str]:
    """Provinces whose oldest open referral is old, by the band that is published.

    Those that are so newly by name, and the others where their band tells them apart;
    of which day that is, and what it may be instead. A week that was frozen before
    bands were told apart has the others as a number.
    """
    if frame["over_days"].isna().any():
        return [words("weekly_waits_unknown", lang)]
    if frame.empty:
        return []
    lines = [
        _waiting(rows, int(over), lang, era, is_new=bool(is_new))
        for (is_new, over), rows in _grouped(frame, ["is_new", "over_days"])
    ]
    last = words("weekly_waits_perhaps", lang)
    if "is_crowded" in frame:
        on = date_text(frame["as_of"].iloc[0], lang, era)
        last = words("weekly_waits_told", lang, on=on, perhaps=last)
    return [*lines, last]


def _waiting(
    rows: pd.DataFrame, over: int, lang: Lang, era: Era, *, is_new: bool
) -> str:
    """The line on the provinces of one band."""
    said = {
        "days": number_text(over, lang),
        "on": date_text(rows["as_of"].iloc[0], lang, era),
        "number": number_text(len(rows), lang),
    }
    names = [_name(row, lang) for row in _rows(rows)]
    if is_new:
        called = listed(names, lang, WAITS)
        return words("weekly_waits_new", lang, **said, names=called)
    if "is_crowded" not in rows:
        return words("weekly_waits_still", lang, **said)
    said["whole"] = number_text(int(rows["whole"].iloc[0]), lang)
    if rows["is_crowded"].any():
        return _crowded(rows, said, lang)
    called = listed(names, lang, STILL)
    return words("weekly_waits_named", lang, **said, names=called)


def _crowded(rows: pd.DataFrame, said: Mapping[str, str], lang: Lang) -> str:
    """The line on a band of many: those of the highest risk by name, unless all are."""
    level = rows["risk_level"].max()
    first = rows[rows["risk_level"].eq(level).fillna(False)]
    if pd.isna(level) or len(first) == len(rows):
        return words("weekly_waits_crowded_none", lang, **said)
    return words(
        "weekly_waits_riskiest",
        lang,
        before=words("weekly_waits_crowded", lang, **said),
        level=number_text(int(level), lang),
        names=listed([_name(row, lang) for row in _rows(first)], lang, STILL),
    )


def listed(
    told: list[str], lang: Lang, most: int | None = NAMES, unit: str = "provinces"
) -> str:
    """Names in a line; of many the first ones and how many more there are.

    Args:
        told: The names.
        lang: Of the words.
        most: Names that are said; one more rather than counted. None: all.
        unit: What they are names of: "provinces" or "batches".
    """
    if most is None or len(told) <= most + 1:
        return ", ".join(told)
    said = ", ".join(told[:most])
    return words(f"weekly_pdf_more_{unit}", lang, names=said, more=len(told) - most)


def _grouped(frame: pd.DataFrame, by: list[str]) -> list[tuple[Any, pd.DataFrame]]:
    """Rows that agree, in the order in which the first of them comes."""
    return list(frame.groupby(by, sort=False, dropna=False))


def _rows(frame: pd.DataFrame) -> list[Row]:
    return list(frame.to_dict("records"))


def _name(row: Row, lang: Lang) -> str:
    return str(row[f"name_{lang}"])


def _batch(row: Row, lang: Lang) -> str:
    """A batch by its number and host province."""
    name = _name(row, lang)
    return words("weekly_batch", lang, number=str(row["batch_no"]), province=name)
