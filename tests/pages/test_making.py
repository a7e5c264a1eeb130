"""A pack's objects are told apart by keys of their own."""

import pandas as pd
import pytest

from dashboard.disclosure import Audience, disclosed
from dashboard.exhibits import Exhibit, Foot
from dashboard.ui.briefing import making
from dashboard.ui.briefing.collect import Taken
from dashboard.ui.selection import Item, Selection


def table(key: str, value: int) -> Taken:
    """A table that a page gave."""
    foot = Foot("office", "2026", "ministry", "20261122T101500Z-0000", "", "1")
    gated = disclosed(pd.DataFrame({"n": [value]}), Audience.OUTSIDE, counts=())
    exhibit = Exhibit(
        page="training", key=key, kind="table", title=key, alt="", lang="en", era="be",
        foot=foot, gated=gated, headings={"n": "Number"},
    )  # fmt: skip
    return Taken(value, Item("training", key, {"at": str(value)}), exhibit)


@pytest.mark.parametrize(
    "keys",
    [
        ["a_rows", "a_rows", "a_rows_2"],
        ["a_rows_2", "a_rows", "a_rows"],
        ["a_rows", "a_rows_2", "a_rows", "a_rows_2", "a_rows"],
    ],
)
def test_no_two_objects_of_a_pack_share_a_key(keys, monkeypatch, tmp_path):
    found = [table(key, at) for at, key in enumerate(keys)]
    monkeypatch.setattr(making, "taken", lambda selection: iter(found))
    selection = Selection(lang="en", items=tuple(each.item for each in found))
    said = making.make(selection, ("csv",), tmp_path, lambda *_: None)
    made = [each["key"] for each in said["objects"]]
    assert len(set(made)) == len(keys)
    assert [key for key in made if key in keys] == list(dict.fromkeys(keys))
    for at, each in enumerate(said["objects"]):
        (file,) = each["files"]
        last = (tmp_path / file).read_text("utf-8-sig").splitlines()[1]
        assert last.startswith(f"{at},")
