"""What tests of pages share: the shipped data, changed, and the files handed out."""

import csv
import hashlib
import io
import json
import secrets
import shutil
import sys

import duckdb
import pytest

from dashboard.ui import tables as files
from tests.under_test import point


@pytest.fixture(scope="module")
def con(demo_con):
    """The database that the app reads."""
    return demo_con


@pytest.fixture
def publish_changed(demo_built, tmp_path, monkeypatch):
    """Lets the app read the shipped data after something has changed them."""

    def publish(change):
        old = next(demo_built.glob("*.duckdb"))
        name = f"20991231T000000Z-{secrets.token_hex(2)}"  # answers are kept by it
        new = tmp_path / f"{name}.duckdb"
        shutil.copy(old, new)
        with duckdb.connect(str(new)) as database:
            change(database)
            database.execute("update version_info set version = ?", [name])
        manifest = json.loads(old.with_suffix(".json").read_text(encoding="utf-8"))
        content = new.read_bytes()
        manifest |= {"version": name, "size": len(content)}
        manifest["sha256"] = hashlib.sha256(content).hexdigest()
        new.with_suffix(".json").write_text(json.dumps(manifest), encoding="utf-8")
        point(tmp_path, name)
        monkeypatch.setenv("RISK_WATCH_BUILT", str(tmp_path))

    return publish


@pytest.fixture
def file_names():
    """What the files of `taken` are called, by key of the button."""
    return {}


@pytest.fixture
def taken(monkeypatch, file_names):
    """The CSV files that the page's buttons give, read, by key of the button."""
    found = {}

    def take(gated, headings, key, *, source, file_name, datasets=(), **more):
        notes = files.file_notes(source, *datasets)
        content = files.csv_bytes(gated, headings, notes, files.lang())
        text = io.StringIO(content.decode("utf-8-sig"), newline="")
        found[key] = list(csv.DictReader(text))
        file_names[key] = file_name

    for name, module in list(sys.modules.items()):
        if name.startswith("dashboard.ui.") and hasattr(module, "download_csv"):
            monkeypatch.setattr(module, "download_csv", take)
    return found
