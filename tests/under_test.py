"""What tests of the dashboard start from: published versions, and the app in a test.

`publish` writes a version the way the build does (database, manifest with SHA-256,
pointer last), from whatever tables a test needs; it knows nothing of the build itself.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parent.parent
BASE = {
    "version_info": """
        select
            $version as version, timestamp '2026-11-22 10:15:00' as built_at,
            'test' as code_version, 1 as risk_model_version,
            '2026-W46' as now_iso_week, date '2026-11-15' as now_ends_on,
            'synthetic' as data_status
    """,
    "dataset_status": """
        select * from (values
            ('tip_report', 'synthetic', 1, 40, date '2019-10-01', date '2026-11-20'),
            ('population', 'official', 1, 77, date '2019-12-31', date '2019-12-31')
        ) as t (dataset, data_status, files, rows, first_on, last_on)
    """,
}


def version_name(number: int) -> str:
    """The name of the n-th version; later numbers sort later."""
    return f"20261122T10{number // 60:02}{number % 60:02}Z-{number:04x}"


def publish(
    folder: Path,
    number: int = 0,
    tables: Mapping[str, str | pd.DataFrame] | None = None,
) -> str:
    """Publish a version with these tables (SQL or frames) and give its name."""
    name = write_version(folder, number, tables)
    point(folder, name)
    return name


def write_version(
    folder: Path,
    number: int = 0,
    tables: Mapping[str, str | pd.DataFrame] | None = None,
) -> str:
    """Write a version and its manifest; CURRENT still names the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    name = version_name(number)
    path = folder / f"{name}.duckdb"
    con = duckdb.connect(str(path))
    for table, rows in ({**BASE, **(tables or {})}).items():
        if isinstance(rows, pd.DataFrame):
            con.register("rows", rows)
            con.execute(f"create table {table} as select * from rows")
        else:
            con.execute(
                f"create table {table} as {rows.replace('$version', repr(name))}"
            )
    con.close()
    content = path.read_bytes()
    manifest = {
        "version": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "tables": {},
        "inputs": [],
    }
    path.with_suffix(".json").write_text(json.dumps(manifest), encoding="utf-8")
    return name


def point(folder: Path, name: str) -> None:
    """Move CURRENT to the version, in one step as the build does."""
    new = folder / "CURRENT.new"
    new.write_text(f"{name}\n", encoding="ascii")
    os.replace(new, folder / "CURRENT")  # noqa: PTH105


def damage(folder: Path, name: str) -> None:
    """Zero the last page of the database that is not zero, keeping its size."""
    path = folder / f"{name}.duckdb"
    content = bytearray(path.read_bytes())
    page = len(content.rstrip(b"\0")) // 4096 * 4096
    content[page : page + 4096] = bytes(min(4096, len(content) - page))
    path.write_bytes(content)


def app(page: str | None = None, root: Path = ROOT, **address: str) -> AppTest:
    """The app after its first run, on a page ("pages/tip_tier.py") and address."""
    test = AppTest.from_file(root / "app.py", default_timeout=30)
    test.query_params.update(address)
    if page is not None:
        test.switch_page(page)
    return test.run()
