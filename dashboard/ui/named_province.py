"""A province that the address names as people do becomes the one that is meant.

`?province=โคราช` or `?coverage_province=Chiang Mai`: names in both languages, other
names, abbreviations and the two digits of DOPA, written as files may write them.
"""

import re
import unicodedata
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard.queries.profile import provinces_by_name
from dashboard.ui.answers import ask, kept
from methods.province_name import folded, folded_province

KEY = "province"  # a choice of a province is called so, or `<page>_province`
NAMES = ("name_th", "name_en", "name_en_iso", "abbr_th", "abbr_en")
LISTS = ("aliases_th", "aliases_en")
CODES = ("province_code", "dopa_code")
CODE = re.compile(r"TH-[0-9]{2}")  # as the address writes it by itself


def name_provinces() -> None:
    """Put the code of each province that the address names into the address.

    Before the page's choices. What no province or more than one is called stays as it
    is: nothing is guessed, and the page says that it does not know it.
    """
    for key in list(st.query_params):
        if key != KEY and not key.endswith(f"_{KEY}"):
            continue
        named = st.query_params[key]
        if CODE.fullmatch(named):
            continue
        if code := code_of(named, kept(_codes)):
            st.query_params[key] = code


def code_of(named: str, codes: Mapping[str, str]) -> str:
    """The code of the one province that is called so; "" of none or of several.

    Args:
        named: As somebody wrote it.
        codes: Of codes_by_name.
    """
    plain = _plain(named)
    return codes.get(folded_province(plain), "") or codes.get(folded(plain), "")


def codes_by_name(provinces: pd.DataFrame) -> dict[str, str]:
    """The province that each folded name, abbreviation and code is of; one only.

    Args:
        provinces: Of queries.profile.provinces_by_name.
    """
    found: dict[str, set[str]] = {}
    for _, row in provinces.iterrows():
        for said in _called(row):
            found.setdefault(folded_province(said), set()).add(row["province_code"])
    return {said: codes.pop() for said, codes in found.items() if len(codes) == 1}


def _codes() -> dict[str, str]:
    return codes_by_name(ask(provinces_by_name))


def _called(row: pd.Series) -> list[str]:
    said = [row[each] for each in (*CODES, *NAMES, *LISTS)]
    parts = [part for each in said if isinstance(each, str) for part in each.split("|")]
    return [part.strip() for part in parts if part.strip()]


def _plain(text: str) -> str:
    """Plain spaces, a whole sara am, nothing that is not seen."""
    normal = unicodedata.normalize("NFKC", text).replace("\u0e4d\u0e32", "\u0e33")
    seen = (letter for letter in normal if unicodedata.category(letter) != "Cf")
    return "".join(seen).strip()
