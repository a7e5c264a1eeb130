"""The map and the file of what may leave, in a real browser: states, bytes, the log."""

import csv
import io
import json
import os
import re
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard.maps import COUNT_FROM
from dashboard.rules import rules
from tests.under_test import downloaded, settled

PART = "data_quality?data_quality_part=disclosure"
WORDS = {
    "fewer": "fewer than 10",
    "withheld": "not disclosed",
    "not_reported": "not reported",
    "no_data": "no data",
}


@pytest.fixture(scope="module")
def address(demo_address):
    return demo_address


@pytest.fixture
def opened(visit, address):
    """Opens a table of the part, and gives the page."""

    def open_table(table, measure="tips"):
        chosen = f"disclosure_table={table}&disclosure_measure={measure}"
        page = visit(f"{address}/{PART}&lang=en&{chosen}")
        settled(page)
        expect(page.locator(".province[role]")).to_have_count(77)
        return page

    return open_table


def said(row):
    if row["count_state"] in WORDS:
        return WORDS[row["count_state"]]
    return f"{row['count']:,}"


def rows(outside, table, measure):
    frame = outside[table].frame
    return frame[frame["measure"] == measure].set_index("area")


def one_of_each(frame):
    """A province in each state that the frame has."""
    return frame.drop_duplicates("count_state")


@pytest.mark.parametrize("measure", ["outcomes", "victims"])
def test_each_state_looks_and_reads_differently_on_the_map(
    opened, demo_outside, measure
):
    page = opened("province_year", measure)
    paints = {}
    for code, row in one_of_each(
        rows(demo_outside, "province_year", measure)
    ).iterrows():
        shape = page.locator(f'.province[role][data-code="{code}"]')
        paints[row["count_state"]] = shape.evaluate("e => getComputedStyle(e).fill")
        shape.hover(force=True)
        tooltip = page.locator(".tooltip.on")
        expect(tooltip.locator("dd").first).to_have_text(said(row))
    assert len(paints) >= 3
    assert len(set(paints.values())) == len(paints)
    assert "url" in paints["fewer"]
    assert "url" not in paints.get("zero", "")


def test_the_legend_counts_provinces_by_what_is_said(opened, demo_outside):
    page = opened("province_year")
    frame = rows(demo_outside, "province_year", "tips")
    fewer = int((frame["count_state"] == "fewer").sum())
    highest = int((frame["count"].fillna(0) >= COUNT_FROM[-1]).sum())
    for kind, number in (("fewer", fewer), (str(COUNT_FROM[-1]), highest)):
        entry = page.locator(f'.entry[data-class="{kind}"] .number')
        expect(entry).to_have_text(str(number))
    assert fewer > 0


def specs(payloads):
    """The map specs among what the browser received."""
    for payload in payloads:
        start = payload.find(b"x\x9c")
        while start >= 0:
            try:
                text = zlib.decompressobj().decompress(payload[start:])
                yield json.loads(text)
            except (zlib.error, ValueError):
                pass
            start = payload.find(b"x\x9c", start + 1)


def test_the_browser_receives_nothing_but_what_is_published(
    browser, address, demo_outside
):
    page = browser.new_page()
    received = []
    page.on(
        "websocket",
        lambda socket: socket.on(
            "framereceived",
            lambda frame: received.append(
                frame if isinstance(frame, bytes) else frame.encode()
            ),
        ),
    )
    page.goto(f"{address}/{PART}&lang=en&disclosure_table=province_year")
    settled(page)
    expect(page.locator(".province[role]")).to_have_count(77)
    found = list(specs(received))
    page.close()
    assert found
    frame = rows(demo_outside, "province_year", "tips")
    published = {said(row) for _, row in frame.iterrows()}
    told = frame["rate_per_100k"].notna()
    rates = {f"{rate:.1f}" for rate in frame.loc[told, "rate_per_100k"]}
    rates |= {said(row) for _, row in frame[~told].iterrows()}
    for spec in found:
        counted = next(line for line in spec["lines"] if line["label"] == "Count")
        assert set(counted["levels"]) == published
        for line in spec["lines"]:
            if line["label"] == "Per 100,000 people":
                assert set(line["levels"]) == rates
            elif line["label"] not in ("Count", "Exact or rounded", "Remark"):
                assert not re.search(r"\d", " ".join(line["levels"]))


@pytest.mark.long
def test_the_file_says_what_the_table_says_and_is_logged(opened, demo_outside):
    page = opened("province_year")
    given = downloaded(page, page.get_by_role("button", name="Download CSV"))
    text = given.path().read_text(encoding="utf-8-sig")
    taken = {row["Area code"]: row for row in csv.DictReader(io.StringIO(text))}
    frame = rows(demo_outside, "province_year", "tips")
    assert len(taken) == len(frame) == 77
    for code, row in frame.iterrows():
        assert taken[code]["Count"] == said(row).replace(",", "")
    assert {row["Count"] for row in taken.values()} >= {WORDS["fewer"]}
    logged = [json.loads(line) for line in log_lines()]
    line = next(x for x in logged if x["file"] == given.suggested_filename)
    assert line["rules_version"] == rules().version
    assert line["rows"] == 77
    assert line["selection"]["disclosure_table"] == "province_year"


def log_lines():
    for file in sorted(Path(os.environ["RISK_WATCH_AUDIT"]).glob("*.jsonl")):
        yield from file.read_text(encoding="utf-8").splitlines()
