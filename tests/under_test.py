"""What tests of the dashboard start from: published versions, and the app in a test.

`publish` writes a version the way the build does (database, manifest with SHA-256,
pointer last), from whatever tables a test needs; it knows nothing of the build itself.
"""

import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd
from playwright.sync_api import Download, Locator, Page
from playwright.sync_api import TimeoutError as TooLong
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parent.parent
# Seconds after which something hangs, however busy the machine is: no test waits for
# it to pass, and none fails because others hold the cores.
HANGS = 600
QUIET = 300  # ms without a run and without a change after which a page is ready
_QUIET = """async ([quiet, hangs]) => {
    const begun = performance.now();
    let since = begun;
    const changed = new MutationObserver(() => { since = performance.now(); });
    changed.observe(document, {
        attributes: true, characterData: true, childList: true, subtree: true });
    while (performance.now() - since < quiet) {
        const rests = document.querySelector('[data-test-script-state="notRunning"]')
            && !document.querySelector('[data-testid="stSkeleton"]')
            && document.fonts.status === "loaded";
        if (!rests) since = performance.now();
        if (performance.now() - begun > hangs) throw new Error("the page never rests");
        await new Promise(later => setTimeout(later, 20));
    }
    changed.disconnect();
}"""
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


def build_demo(folder: Path) -> Path:
    """A folder with one version, built from the data that the project ships."""
    command = [sys.executable, "-m", "etl", "build", "--input", "data/demo"]
    build = subprocess.run(
        [*command, "--out", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert build.returncode == 0, build.stdout + build.stderr
    return folder


def page_names() -> list[str]:
    """The pages that app.py lists, in its order."""
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    (pages,) = (
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and getattr(node.targets[0], "id", "") == "PAGES"
    )
    return list(ast.literal_eval(pages))


def scratch_app(folder: Path, **pages: str) -> Path:
    """The app with other pages, so that a test can make a page do what it needs.

    A page of app.py that the test does not give has its title only.
    """
    for name in ("dashboard", "methods", "data", "static", ".streamlit"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    shutil.copy(ROOT / "app.py", folder / "app.py")
    (folder / "pages").mkdir()
    for name in page_names():
        path = f"pages/{name}.py"
        begin = f"import streamlit as st\nfrom dashboard.ui import *\nbegin({path!r})\n"
        code = pages.get(name, f"page_header({name!r}, '')")
        (folder / path).write_text(begin + textwrap.dedent(code), encoding="utf-8")
    return folder


def app(page: str | None = None, root: Path = ROOT, **address: str) -> AppTest:
    """The app after its first run, on a page ("pages/tip_tier.py") and address.

    Run from a script elsewhere: beside a folder named pages/, AppTest would run the
    page files alone, without app.py.
    """
    script = f"import runpy; runpy.run_path({str(root / 'app.py')!r})"
    test = AppTest.from_string(script, default_timeout=HANGS)
    test.query_params.update(address)
    return (test if page is None else test.switch_page(str(root / page))).run()


def settled(page: Page) -> None:
    """Wait until a page has its title and neither runs nor changes for a while.

    One run may call for another: what the browser tells of itself comes after the first
    one, whose elements are replaced then. A figure is drawn anew once it knows its
    place's width, after the run.
    """
    page.wait_for_selector("h1")
    page.evaluate(_QUIET, [QUIET, HANGS * 1000])


def choose(page: Page, box: Locator, option: str) -> None:
    """Choose in a select box the first option with this text.

    A press that falls into the moment in which the list is drawn anew chooses nothing,
    and the list stays open; a person presses again then, once.
    """
    settled(page)
    box.click()
    found = page.get_by_role("option").filter(has_text=option).first
    found.click()
    try:
        found.wait_for(state="hidden", timeout=5_000)
    except TooLong:
        found.click()
        found.wait_for(state="hidden")


def downloaded(page: Page, button: Locator) -> Download:
    """The file that a button gives.

    Streamlit forgets a click that falls into a run of the page, as a busy machine has
    them late; a person clicks again then, once.
    """
    settled(page)
    try:
        with page.expect_download(timeout=45_000) as given:
            button.click()
    except TooLong:
        with page.expect_download() as given:
            button.click()
    return given.value
