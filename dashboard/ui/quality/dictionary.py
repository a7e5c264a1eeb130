"""The part of the page that is the data dictionary: every field, searchable."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.queries import dictionary as queries
from dashboard.ui.address import TEXT_LIMIT, choice, typed
from dashboard.ui.answers import ask
from dashboard.ui.quality import leaving, tables
from dashboard.ui.shelf import subheader
from dashboard.ui.words import lang, number_text, say, words

ALL = "all"


def dictionary() -> None:
    """A dataset or all of them, a word to search for, the fields and their codes."""
    fields = ask(queries.dictionary_fields)
    codes = ask(queries.dictionary_codes)
    shown = field_rows(fields, ask(queries.dictionary_rules), codes)
    subheader(say("data_quality_dictionary"))
    left, right = st.columns(2)
    with left:
        dataset = _dataset_of_choice(fields)
    with right:
        typed("data_quality_search")
        text = st.text_input(
            words("data_quality_search"),
            key="data_quality_search",
            max_chars=TEXT_LIMIT,
        )
    of_dataset = (fields["dataset"] == dataset) | (dataset == ALL)
    fits = of_dataset & found(shown, fields["field"], text)
    st.markdown(
        say(
            "data_quality_dictionary_count",
            fields=number_text(fits.sum()),
            all=number_text(of_dataset.sum()),
        )
    )
    if not fits.any():
        return
    _table(shown[fits], "data_quality_dictionary_fields")
    st.caption(say("data_quality_dictionary_note"))
    lists = {*fields.loc[fits, "code_list"], *fields.loc[fits, "or_list"]}
    used = codes[codes["code_list"].isin(lists - {None})]
    if not used.empty:
        subheader(say("data_quality_codes"))
        _table(code_rows(used), "data_quality_codes")
        st.caption(say("data_quality_codes_note"))


def _table(frame: pd.DataFrame, key: str) -> None:
    tables.table(frame, key, leaves=leaving.whole(frame), pinned="field")


def _dataset_of_choice(fields: pd.DataFrame) -> str:
    titles = dict(zip(fields["dataset"], fields[f"dataset_{lang()}"], strict=True))
    choice("data_quality_of", [ALL, *titles], ALL)
    dataset: str = st.selectbox(
        words("data_quality_dataset"),
        [ALL, *titles],
        format_func=lambda name: titles.get(name, words("data_quality_all_datasets")),
        key="data_quality_of",
    )
    return dataset


def found(shown: pd.DataFrame, names: pd.Series, text: str) -> pd.Series:
    """The rows in which every word of the text stands somewhere, case aside."""
    whole = shown.astype(str).agg(" ".join, axis=1).str.lower() + " " + names
    fits = pd.Series(data=True, index=shown.index)
    for word in text.lower().split():
        fits &= whole.str.contains(word, regex=False)
    return fits


def field_rows(
    fields: pd.DataFrame, rules: pd.DataFrame, codes: pd.DataFrame
) -> pd.DataFrame:
    """dictionary_fields as readers see it, with the rules in words."""
    by_list = codes.groupby("code_list")["code"].agg(", ".join)
    either = set(fields.loc[fields["is_province"] & fields["is_required"], "dataset"])
    by_field = rules.groupby(["dataset", "field"])[f"text_{lang()}"].agg("; ".join)
    records = [
        {
            "dataset": row[f"dataset_{lang()}"],
            "field": row["field"],
            "title_th": row["title_th"],
            "title_en": row["title_en"],
            "type": words(f"data_quality_type_{row['type']}"),
            "unit": _unit(row["unit"]),
            "required": _required(row, row["is_province"] and row["dataset"] in either),
            "aliases": row["aliases"],
            "allowed": _allowed(row, by_list),
            "rules": "; ".join(
                [*_limits(row), *_texts(by_field.get((row["dataset"], row["field"])))]
            ),
            "description": row[f"description_{lang()}"],
        }
        for row in fields.to_dict("records")
    ]
    return pd.DataFrame(records, index=fields.index)


def _unit(unit: str | None) -> str:
    return "" if pd.isna(unit) else words(f"data_quality_unit_{unit}")


def _texts(text: str | None) -> list[str]:
    return [] if text is None else [text]


def _required(row: dict[Any, Any], is_either: bool) -> str:
    """Whether a row needs the field; of a province its code or its name, either one."""
    if is_either:
        return words(
            "data_quality_key_either" if row["is_key"] else "data_quality_either"
        )
    if row["is_key"]:
        key = "data_quality_key" if row["is_required"] else "data_quality_key_optional"
        return words(key)
    return words("data_quality_yes") if row["is_required"] else ""


def _allowed(row: dict[Any, Any], by_list: pd.Series) -> str:
    """Which values a field takes: a province, or the codes of its list."""
    parts = []
    if row["is_province"]:
        parts.append(words("data_quality_any_province"))
    for name in (row["code_list"], row["or_list"]):
        if not pd.isna(name):
            parts.append(by_list.get(name, name))
    return "; ".join(parts)


def _limits(row: dict[Any, Any]) -> list[str]:
    """The constraints of a field, in words."""
    texts = []
    if not pd.isna(row["minimum"]):
        texts.append(words("data_quality_limit_minimum", number=f"{row['minimum']:g}"))
    if not pd.isna(row["maximum"]):
        texts.append(words("data_quality_limit_maximum", number=f"{row['maximum']:g}"))
    if not pd.isna(row["max_length"]):
        length = int(row["max_length"])
        texts.append(words("data_quality_limit_length", number=length))
    if not pd.isna(row["pattern"]):
        texts.append(words("data_quality_limit_pattern", pattern=row["pattern"]))
    if not pd.isna(row["not_after"]):
        planned = "planned" in row["not_after"]
        key = "data_quality_limit_planned" if planned else "data_quality_limit_today"
        texts.append(words(key))
    if not pd.isna(row["calendar"]):
        texts.append(words(f"data_quality_calendar_{row['calendar']}"))
    if not pd.isna(row["delimiter"]):
        texts.append(words("data_quality_limit_several", delimiter=row["delimiter"]))
    if row["is_at_least"]:
        texts.append(words("data_quality_limit_at_least"))
    return texts


def code_rows(codes: pd.DataFrame) -> pd.DataFrame:
    """dictionary_codes as readers see it."""
    return pd.DataFrame(
        {
            "code_list": codes["code_list"],
            "code": codes["code"],
            "texts": codes["texts"],
        }
    )
