"""The file of a selection: what is saved comes back, what is hostile is refused."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ui import selection as files
from dashboard.ui.selection import Item, Selection, SelectionError, read, written

ITEM = Item("training", "training_bar", {"training_year": "2569"}, "ชื่อของฉัน", "เดิม")
SELECTION = Selection("สรุปประจำสัปดาห์", "en", "ce", (ITEM, replace(ITEM, key="b")))
codes = st.from_regex(files.CODE, fullmatch=True)
lines = st.text(max_size=files.LONGEST_TITLE).map(files.one_line)
items = st.builds(
    Item, codes, codes, st.dictionaries(codes, lines, max_size=5), lines, lines
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


def changed(**parts):
    """The file of SELECTION with other parts."""
    return json.dumps({**json.loads(written(SELECTION)), **parts}).encode()


def changed_item(**parts):
    said = json.loads(written(SELECTION))["items"][0]
    return changed(items=[{**said, **parts}])


def distinct(chosen):
    return len({(i.page, i.key, repr(sorted(i.choices.items()))) for i in chosen})


@pytest.mark.long
@given(
    st.lists(items, max_size=8).filter(lambda found: distinct(found) == len(found)),
    lines,
)
def test_what_is_saved_comes_back_as_it_was(chosen, title):
    selection = Selection(title, "th", "be", tuple(chosen))
    assert read(written(selection)) == selection


@given(st.binary(max_size=300) | anything.map(lambda x: json.dumps(x).encode()))
def test_what_is_no_selection_is_refused_in_both_languages(content):
    with pytest.raises(SelectionError) as refused:
        read(content)
    assert refused.value.said("th") != refused.value.said("en")


@given(
    st.sampled_from(["schema", "title", "lang", "era", "items"]),
    anything,
)
def test_a_part_of_another_kind_is_refused_or_what_it_should_be(part, value):
    try:
        found = read(changed(**{part: value}))
    except SelectionError:
        return
    assert part == "schema" or getattr(found, part) in (value, tuple(value))


@given(st.sampled_from(["page", "key", "choices", "title", "name"]), anything)
def test_a_part_of_an_object_of_another_kind_is_refused(part, value):
    try:
        (found,) = read(changed_item(**{part: value})).items
    except SelectionError:
        return
    assert getattr(found, part) == value


LONG = "x" * (files.LONGEST_TITLE + 1)
HOSTILE = {
    "a page elsewhere": (changed_item(page="../../etc/passwd"), "items[0].page"),
    "a page in Thai digits": (changed_item(page="a๑"), "items[0].page"),
    "a long key": (changed_item(key="k" * 81), "items[0].key"),
    "a long title": (changed(title=LONG), f"{len(LONG)}"),
    "a title of two lines": (changed(title="a\nb"), "title"),
    "writing turned round": (changed(title="a\u202eb"), "title"),
    "half a letter": (changed_item(title="\ud800"), "items[0].title"),
    "an unknown name": (changed(run="rm"), "run"),
    "an unknown name in an object": (changed_item(run="rm"), "items[0]"),
    "a choice that is no text": (changed_item(choices={"a": 1}), "items[0].choices"),
    "a choice without a code": (changed_item(choices={"a b": "1"}), "items[0].choices"),
    "too many choices": (changed_item(choices={f"a{n}": "" for n in range(41)}), "41"),
    "too many objects": (changed(items=[{}] * 61), "61"),
    "the same object twice": (
        changed(items=json.loads(written(SELECTION))["items"][:1] * 2),
        "items[1]",
    ),
    "another schema": (changed(schema=2), "schema"),
    "a schema that is true": (changed(schema=True), "schema"),
    "another language": (changed(lang="fr"), "fr"),
    "a name that comes twice": (b'{"schema": 1, "schema": 1}', "JSON"),
    "a deep nest": (b"[" * 100_000, "JSON"),
    "another encoding": ("สรุป".encode("cp874"), "JSON"),
    "a large file": (written(SELECTION) + b" " * files.MOST_BYTES, "128 KB"),
    "nothing": (b"", "JSON"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_and_where_it_is_wrong_is_said(kind):
    content, where = HOSTILE[kind]
    with pytest.raises(SelectionError) as refused:
        read(content)
    for lang in ("th", "en"):
        assert where in refused.value.said(lang)
    assert len(refused.value.said("en")) < 400


def test_letters_that_cannot_be_seen_leave_a_typed_title():
    assert files.one_line(" ก\u202eข\n\u200bค\ud800 ") == "กข\u200bค"
