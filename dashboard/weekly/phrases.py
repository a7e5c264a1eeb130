"""The parts of sentences in both languages: places, figures, ranges, spans of days."""

from collections.abc import Iterable, Sequence
from datetime import date

from dashboard.rules import rules
from dashboard.text import Lang, Text, date_text, number_text, span_text, words
from dashboard.weekly.model import Tile

CAPITAL = "TH-10"  # Bangkok is no province by name
LANGS: tuple[Lang, ...] = ("th", "en")


def both(key: str, **values: object) -> Text:
    """A text of data/text in both languages; a Text among the values goes as it is."""
    given = [
        (lang, {name: _in(value, lang) for name, value in values.items()})
        for lang in LANGS
    ]
    return Text(*(words(key, lang, **picked) for lang, picked in given))


def _in(value: object, lang: Lang) -> object:
    return getattr(value, lang) if isinstance(value, Text) else value


def province(code: str, name_th: str, name_en: str) -> Text:
    """จังหวัดตาก, Tak; Bangkok without the word for province."""
    if code == CAPITAL:
        return Text(name_th, name_en)
    return both("weekly_place_province", name=Text(name_th, name_en))


def region(code: str) -> Text:
    """ภาคเหนือ, the North."""
    return both(f"weekly_place_{code}")


def listed(places: Sequence[Text], most: int) -> Text:
    """ก ข และ ค; a, b and c; of more than `most`, two others or more are counted."""
    most += len(places) == most + 1
    named, more = list(places[:most]), len(places) - most
    if more > 0:
        return both("weekly_list_more", before=_row(named), more=more)
    if len(named) == 1:
        return named[0]
    how = "weekly_list_two" if len(named) == 2 else "weekly_list_last"
    return both(how, before=_row(named[:-1]), last=named[-1])


def _row(places: Sequence[Text]) -> Text:
    found = places[0]
    for place in places[1:]:
        found = both("weekly_list_further", before=found, next=place)
    return found


def figure(value: float | None, state: str) -> Text:
    """27; about 25; fewer than 10. Other states have sentences of their own."""
    if state == "fewer":
        return both("weekly_figure_fewer", below=rules().small_below)
    shown = number(value)
    if state in ("rounded", "at_least"):
        return both(f"weekly_figure_{state}", value=shown)
    return shown


def number(value: float | None) -> Text:
    """With thousands separators."""
    return Text(*(number_text(value, lang) for lang in LANGS))


def usual(low: float | None, high: float | None, unit: str) -> Text:
    """18–54 เรื่อง; one number where both are the same; not known yet without any.

    Args:
        low: The least that is usual.
        high: The most.
        unit: "tips", "referrals", "findings", "provinces", "batches", "persons" or
            "share"; in Thai it follows the range.
    """
    if low is None or high is None:
        return both("weekly_range_unknown")
    if low == high:
        return both(f"weekly_range_{unit}_one", value=number(low))
    return both(f"weekly_range_{unit}", low=number(low), high=number(high))


def stands(tile: Tile, unit: str) -> Text:
    """Where a tile's figure stands to what is usual of it, with the range.

    Args:
        tile: One whose figure can be said; fewer than so many are taken for the most
            that they can be.
        unit: As of `usual`.
    """
    value = rules().small_below - 1 if tile.state == "fewer" else tile.value
    if value is None or tile.low is None or tile.high is None:
        return both(f"weekly_stands_{tile.usual}_unknown")
    where = "above" if value > tile.high else "below" if value < tile.low else "within"
    within = usual(tile.low, tile.high, unit)
    return both(f"weekly_stands_{tile.usual}_{where}", range=within)


def day(on: date) -> Text:
    """A day, in B.E."""
    return Text(*(date_text(on, lang, "be") for lang in LANGS))


def span(first: date, last: date) -> Text:
    """The days from first to last, in B.E."""
    return Text(*(span_text(first, last, lang, "be") for lang in LANGS))


def provinces(rows: Iterable[tuple[str, str, str]], most: int) -> Text:
    """Provinces in a row: each is its code, Thai and English name."""
    return listed([province(*row) for row in rows], most)
