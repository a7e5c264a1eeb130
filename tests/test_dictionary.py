"""docs/data-dictionary.md: what the schemas and code lists say now, all of it."""

import re

import pytest

from etl import describe
from etl.datasets import datasets
from tools import make_dictionary

COMMITTED = make_dictionary.FILE.read_text("utf-8")


def test_the_committed_dictionary_is_what_is_made_now():
    """When it is not: python -m tools.make_dictionary."""
    assert make_dictionary.text() == COMMITTED


@pytest.mark.parametrize("name", sorted(datasets()))
def test_every_column_of_a_dataset_is_described(name):
    dataset = datasets()[name]
    start = COMMITTED.index(f'<a id="{name}"></a>')
    section = COMMITTED[start:].partition('\n<a id="')[0]
    assert dataset.description_th in section
    assert dataset.description_en in section
    for field in dataset.fields:
        assert f"{field.title_th}**<br>{field.title_en}<br>`{field.name}`" in section
        assert all(alias in section for alias in field.aliases)
    for rule in dataset.rules:
        assert f"{rule.text_th} · {rule.text_en}" in section


def test_every_link_leads_to_a_place_in_the_dictionary():
    places = re.findall(r'<a id="([^"]+)"', COMMITTED)
    assert len(places) == len(set(places))
    assert set(re.findall(r"\]\(#([^)]+)\)", COMMITTED)) <= set(places)


def test_every_table_row_has_as_many_cells_as_its_head():
    tables = re.findall(r"(?:^\|.*\n)+", COMMITTED, re.M)
    assert tables
    for table in tables:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1, table.splitlines()[0]


def test_every_code_that_a_column_takes_is_listed():
    listed = {
        name
        for dataset in datasets().values()
        for field in dataset.fields
        for name in (field.code_list, field.or_list)
        if name
    }
    assert listed
    for name in listed:
        start = COMMITTED.index(f'<a id="list-{name}"></a>')
        section = COMMITTED[start:].partition('\n<a id="')[0]
        for code in describe.lists()[name]:
            assert f"| `{code.code}` |" in section
            assert code.th in section


def test_a_dataset_that_offices_hand_over_has_example_rows():
    for dataset in datasets().values():
        if not dataset.is_reference_only:
            assert len(dataset.examples) >= 2, dataset.name


@pytest.mark.parametrize("name", sorted(datasets()))
def test_what_a_field_takes_is_said_in_both_languages(name):
    for field in datasets()[name].fields:
        for sentence in describe.explained(field):
            assert re.search("[ก-๛]", sentence.th), field.name
            assert not re.search("[ก-๛]", re.sub("“.*?”", "", sentence.en)), field.name
