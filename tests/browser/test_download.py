"""Files in a real browser: a line in the log for each, and none without its line."""

import json

import pytest
from playwright.sync_api import expect

from tests.under_test import page_names, publish, scratch_app, settled

FIRST = page_names()[0]
FILE = """
    import pandas as pd
    from dashboard.disclosure import Audience, disclosed

    page_header("A file", "")
    frame = pd.DataFrame({"tips": [3, 12]})
    gated = disclosed(frame, Audience.OUTSIDE, ["tips"])
    download_csv(gated, {"tips": "Tips"}, "first", source="x", file_name="first")
"""


@pytest.fixture
def log(tmp_path, monkeypatch):
    """The folder of the log of the server that the test starts."""
    monkeypatch.setenv("RISK_WATCH_AUDIT", str(tmp_path / "audit"))
    return tmp_path / "audit"


@pytest.fixture
def address(log, serve, tmp_path):
    publish(tmp_path / "built", 1)
    (tmp_path / "app").mkdir()
    root = scratch_app(tmp_path / "app", **{FIRST: FILE})
    return f"{serve(tmp_path / 'built', root)}/{FIRST}?lang=en"


def test_a_click_gives_the_file_once_its_line_is_written(address, log, visit):
    page = visit(address)
    settled(page)
    assert not log.exists()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    text = download.value.path().read_text("utf-8-sig")
    assert [line.partition(",")[0] for line in text.splitlines()] == [
        "Tips",
        "fewer than 10",
        "10",
    ]
    (month,) = log.glob("*.jsonl")
    (line,) = map(json.loads, month.read_text("utf-8").splitlines())
    assert (line["page"], line["rows"], line["is_protected"]) == (FIRST, 2, True)


def test_without_the_log_there_is_no_file_and_the_page_says_what_to_do(
    address, log, visit
):
    log.write_text("a file, not a folder")
    page = visit(address)
    settled(page)
    given = []
    page.on("download", lambda download: given.append(download.url))
    page.get_by_role("button", name="Download CSV").click()
    expect(page.get_by_text("This file was not handed out")).to_be_visible()
    assert given == []
    log.unlink()
    with page.expect_download():
        page.get_by_role("button", name="Download CSV").click()
