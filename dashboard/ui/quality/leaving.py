"""What of the page's tables leaves as a file, where the page itself shows it exactly.

The page is for analysts. Its files are for anyone: rows of the protected datasets are
tips, referrals and outcomes, and how many there are of a province, a week or an
office's file is not said in them. Each function gives what leaves of one table; its
columns are those of the table, or fewer.

handed        By dataset: small counts of rows unsaid, others rounded. By file: those of
              protected datasets withheld, as an office's file is a province's week.
rejected      Reasons as by dataset, without what was found in protected ones; for one
              file of these there is none. Lists of rows: of open datasets alone.
completeness  Of protected datasets reported, not reported or no data: rows and a
              counted zero are one state, and neither numbers nor days of receipt leave.
timeliness    Days until reports come: reports are open. Days until tips are recorded:
              nothing, for each of them moves when a tip of the province comes in.
missing       Batches and yearly figures: open, all of it leaves.
flags         By kind as by dataset. Lists of rows: of open datasets alone.
sources       Official facts: open, all of it leaves.
history       Rows and tips as by dataset; changes and shares from what is left of them.
              Totals over all datasets too, for the open ones can be taken off them.
dictionary    Descriptions: open, all of it leaves.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.disclosure import PROTECTED_DATASETS, Audience, Gated, disclosed
from dashboard.export.tables import count_said
from dashboard.ui.words import lang, number_text, share_text, words

PROTECTED_FIGURES = ("tips", "tips_in_last_week", "rejected_share")
COUNTS = ("rows_in", "accepted", "rejected", "duplicate", "superseded")


def whole(frame: pd.DataFrame) -> Gated:
    """A table without anything protected, as it is."""
    return disclosed(frame, Audience.OUTSIDE, counts=())


def counted(
    frame: pd.DataFrame, counts: Sequence[str], datasets: pd.Series | None
) -> Gated:
    """A table of counts of rows.

    Args:
        frame: As readers see it.
        counts: Its columns of counts of rows.
        datasets: Of each row; files of no known dataset count as protected. None: every
            row is made of several datasets.
    """
    is_open = False if datasets is None else ~is_protected(datasets)
    return disclosed(frame.assign(is_open=is_open), Audience.OUTSIDE, counts)


def is_protected(datasets: pd.Series) -> pd.Series:
    """Whether each of these datasets is a protected one, or none that we know."""
    return datasets.isin(PROTECTED_DATASETS) | datasets.isna()


def files(frame: pd.DataFrame, datasets: pd.Series) -> Gated:
    """The table of files; datasets are those of its rows."""
    hidden, counts = is_protected(datasets), [*COUNTS, "converted_years"]
    left = frame.assign(
        state=np.where(hidden, "withheld", "counted"),
        is_open=~hidden,
        **frame[counts].astype("Int64").mask(hidden),
    )
    return disclosed(left, Audience.OUTSIDE, counts)


def states(frame: pd.DataFrame, cells: pd.DataFrame) -> Gated:
    """The table of states of reporting; cells are its rows, with dataset and state."""
    hidden = is_protected(cells["dataset"])
    if not hidden.any():
        return whole(frame)
    hidden &= cells["state"].isin(["rows", "counted_zero"])
    merged = frame["reporting"].mask(hidden, words("data_quality_state_reported"))
    told = frame.columns.intersection(["dataset", "province", "period"])
    left = frame[told].assign(reporting=merged)
    return disclosed(left, Audience.OUTSIDE, counts=(), is_protected=True)


def reasons(
    frame: pd.DataFrame, datasets: pd.Series, is_of_one_file: bool
) -> Gated | None:
    """The table of reasons; datasets are those of its rows.

    Returns:
        None for one file of a protected dataset: an office's file is a province's week.
    """
    hidden = is_protected(datasets)
    if is_of_one_file and hidden.any():
        return None
    found = ["examples", "suggestion"]
    left = frame.assign(
        **{name: frame[name].mask(hidden, words("export_withheld")) for name in found}
    )
    return counted(left, ["rows"], datasets)


def listed(frame: pd.DataFrame, datasets: pd.Series) -> Gated | None:
    """A list of rows; datasets are those that they are of, or speak of.

    Returns:
        None where one is protected: rows can be counted.
    """
    return None if is_protected(datasets).any() else whole(frame)


def trend(frame: pd.DataFrame, datasets: pd.Series) -> Gated:
    """The table of trends; its shares are made of the counts that leave."""
    counts = ("rows_in", "rejected")
    said = counted(frame, counts, datasets).frame
    rows, rejected = (said[name].astype("float64") for name in counts)
    texts = [share_text(share, 2) for share in rejected / rows.where(rows > 0)]
    return counted(frame.assign(rejected_share=texts), counts, datasets)


def changes(frame: pd.DataFrame, every: pd.DataFrame) -> Gated:
    """The table of changes; every is its rows: kind, name, value_before, value."""
    every = every.loc[frame.index]
    hidden = every["name"].isin([*PROTECTED_DATASETS, *PROTECTED_FIGURES])
    if not hidden.any():
        return whole(frame)
    is_count = every["unit"] != "share"
    exact = pd.DataFrame(
        {
            "before": every["value_before"].where(is_count),
            "after": every["value"].where(is_count),
            "state": np.where(is_count, "counted", "withheld"),
        }
    )[hidden]
    said = disclosed(exact, Audience.OUTSIDE, ["before", "after"]).frame
    left = frame.copy()
    left.loc[hidden, "before"] = _texts(said["before"], said["before_state"])
    left.loc[hidden, "after"] = _texts(said["after"], said["after_state"])
    left.loc[hidden, "change"] = list(map(_change, said["after"] - said["before"]))
    return disclosed(left, Audience.OUTSIDE, counts=(), is_protected=True)


def _texts(values: pd.Series, states: pd.Series) -> list[str]:
    said = [count_said(*pair, lang()) for pair in zip(values, states, strict=True)]
    return [one if isinstance(one, str) else number_text(one) for one in said]


def _change(change: int) -> str:
    """A change of counts that are said; of others none is."""
    if pd.isna(change):
        return words("export_withheld")
    return ("+" if change > 0 else "") + number_text(change)
