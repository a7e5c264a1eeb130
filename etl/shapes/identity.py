"""Which province each row of a layer is, by its codes and names (contract.md 3).

Every other attribute is dropped here: it is stored nowhere.
"""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from etl import codes
from etl.shapes.refusal import ShapesError, listed, shown_value
from methods.province_name import folded, folded_province

LONGEST = 100  # characters of a name; anything longer is none
SUGGESTIONS, SIMILAR = 3, 60
HALF = 0.5
NEARLY = 0.85  # of the rows; running numbers from 1 are codes in fewer


@dataclass(frozen=True)
class _Column:
    """What a column says: of each row the province, null where it is not known."""

    name: str
    texts: pd.Series
    codes: pd.Series

    @property
    def known(self) -> int:
        return int(self.codes.notna().sum())

    @property
    def provinces(self) -> int:
        return int(self.codes.nunique())


def identified(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Columns province_code, row (its number in the file, from 1) and geometry.

    Columns count that name a province in every row; they must agree.

    Raises:
        ShapesError: No column does, a value is unknown, two columns say different
            provinces, or a province is missing.
    """
    rows = rows.reset_index(drop=True)
    columns = [_column(rows, name) for name in rows if name != rows.geometry.name]
    naming = [column for column in columns if column.known]
    most = max((column.provinces for column in naming), default=0)
    if not most:
        raise ShapesError("no_province", found=_names(rows))
    whole = [c for c in naming if c.known == len(rows) and c.provinces > most * HALF]
    if not whole:
        _refuse_unknown(max(naming, key=lambda c: (c.known, c.provinces)), rows)
    _require_agreement(whole)
    _require_all(whole[0].codes)
    return gpd.GeoDataFrame(
        {"province_code": whole[0].codes, "row": rows.index + 1},
        geometry=rows.geometry.to_numpy(),
        crs=rows.crs,
    )


def _names(rows: gpd.GeoDataFrame) -> str:
    names = [shown_value(name) for name in rows if name != rows.geometry.name]
    return listed(names) or "–"


def _column(rows: gpd.GeoDataFrame, name: str) -> _Column:
    texts = rows[name].map(_text)
    return _Column(shown_value(name), texts, texts.map(_province))


def _text(value: object) -> str:
    is_missing = value is None or (isinstance(value, float) and value != value)  # noqa: PLR0124
    return "" if is_missing or value is pd.NA else str(value).strip()


def _province(text: str) -> str | None:
    if not text or len(text) > LONGEST:
        return None
    by_code = codes.provinces_by_code().get(folded(text))
    return by_code or codes.provinces_by_name().get(folded_province(text))


def _refuse_unknown(column: _Column, rows: gpd.GeoDataFrame) -> None:
    """Name the first value that is no province, of the column that comes nearest."""
    if column.known < len(rows) * NEARLY:
        raise ShapesError("no_province", found=_names(rows))
    at = column.codes[column.codes.isna()].index[0]
    raise ShapesError(
        "unknown_province",
        column=column.name,
        row=at + 1,
        value=shown_value(column.texts[at]),
        near=_near(column.texts[at]),
        rows=len(rows) - column.known,
    )


def _near(value: str) -> str:
    """The nearest names: a suggestion, never a guess."""
    from rapidfuzz import process  # noqa: PLC0415 - seldom needed

    names = [text for text, _ in codes.province_names()]
    near = process.extract(value, names, limit=SUGGESTIONS, score_cutoff=SIMILAR)
    return ", ".join(dict.fromkeys(name for name, _, _ in near)) or "–"


def _require_agreement(columns: list[_Column]) -> None:
    first, *others = columns
    for other in others:
        differ = first.codes != other.codes
        if differ.any():
            at = differ[differ].index[0]
            raise ShapesError(
                "disagree",
                row=at + 1,
                one=f"{first.name} = {shown_value(first.texts[at])}",
                other=f"{other.name} = {shown_value(other.texts[at])}",
            )


def _require_all(found: pd.Series) -> None:
    present = set(found)
    missing = [p for p in codes.provinces() if p.code not in present]
    if missing:
        raise ShapesError(
            "missing",
            found=len(present),
            names={lang: listed([named(p, lang) for p in missing]) for lang in LANGS},
        )


LANGS = ("th", "en")


def named(province: codes.Code, lang: str) -> str:
    """A province in a message: its name and code."""
    return f"{province.th if lang == 'th' else province.en} ({province.code})"


def names_of(found: list[str]) -> dict[str, str]:
    """Provinces by their codes, in both languages."""
    by_code = {province.code: province for province in codes.provinces()}
    return {
        lang: listed([named(by_code[code], lang) for code in found]) for lang in LANGS
    }
