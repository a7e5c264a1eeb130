"""What making files costs beside the plainest script that makes as many empty objects.

Both sides use the same library and are measured in turn in one warm process: a pack of
twelve slides (charts, a map, tables), twelve slides of native charts alone, a PDF of
the same exhibits, and a workbook of their tables. The plain side knows no Thai, no
foot, no figures: a chart of one bar, a table of one cell a row, a rectangle in place of
each province, a cell of one letter for each cell.

    python benchmarks/export.py [--rounds 9]
"""

import argparse
import io
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pptx
import typst
from openpyxl import load_workbook
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE, MSO_SHAPE_TYPE
from pptx.util import Inches
from xlsxwriter import Workbook

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dashboard.charts import (  # noqa: E402
    base,
    coverage,
    training_batches,
    training_outreach,
    training_progress,
    training_volunteers,
)
from dashboard.charts.training import Month  # noqa: E402
from dashboard.disclosure import Audience, disclosed  # noqa: E402
from dashboard.exhibits import Exhibit, Foot  # noqa: E402
from dashboard.export.document import document  # noqa: E402
from dashboard.export.slides import slides  # noqa: E402
from dashboard.export.workbook import workbook  # noqa: E402
from tests.export import figures  # noqa: E402

LOOK = base.look("light", "th", "be")
RANDOM = np.random.default_rng(6)
FOOT = Foot("กระทรวง พม.", "22 พ.ย. 2569", "synthetic", "20261127", "", "3", ("x",))
GOAL = 3.0  # times the plain script, of a warm pack with native charts
CODES = pd.read_csv(ROOT / "data/reference/province.csv", dtype=str)


def steps() -> base.Figure:
    """A fiscal year's batches by week."""
    weeks = pd.DataFrame({"week_no": range(1, 53)})
    weeks["batches_due"] = RANDOM.integers(0, 2, 52).cumsum()
    weeks["batches_held"] = RANDOM.integers(0, 2, 52).cumsum()
    weeks["batches_due_hover"] = weeks["batches_held_hover"] = ""
    months = [Month(1 + 4.4 * at, f"เดือน {at}") for at in range(12)]
    return training_progress.programme_steps(
        weeks, months, "รุ่น", ("จัดแล้ว", "ตามแผน"), (29.0, "เป้าหมาย"), LOOK, ["x"]
    )


def homes() -> base.Figure:
    """Twenty provinces with two parts each."""
    given = pd.DataFrame(
        {
            "name": CODES["name_th"][:20],
            "volunteers_home": RANDOM.integers(0, 99, 20),
            "volunteers_host": RANDOM.integers(0, 99, 20),
            "said": "99",
        }
    )
    return training_batches.home_bars(given, ("รู้", "ไม่รู้"), "ผู้ผ่านอบรม", LOOK, ["x"])


def quarters() -> base.Figure:
    """Thirty quarters of the country and a province."""
    days = pd.date_range("2019-09-30", periods=30, freq="QE")
    given = pd.DataFrame(
        {
            "area": ["country"] * 30 + ["province"] * 30,
            "on_day": [*days, *days],
            "value": RANDOM.random(60),
            "hover": "",
        }
    )
    keys = {"country": "ทั้งประเทศ", "province": "น่าน"}
    return training_volunteers.volunteer_panel(
        given, keys, "ยังปฏิบัติงาน", LOOK, ["x"],
        is_share=True, marked_on=days[-1].date(),
    )  # fmt: skip


def groups() -> base.Figure:
    """Seven audiences."""
    given = pd.DataFrame({"name": [f"กลุ่ม {at}" for at in range(7)], "hover": ""})
    given["value"] = RANDOM.integers(1, 999, 7)
    given["label"] = given["value"].astype(str)
    return training_outreach.group_bars(given, LOOK, "ผู้เข้าร่วม", "คน", ["x"])


def scatter() -> base.Figure:
    """All provinces by risk and coverage."""
    given = pd.DataFrame({"province_code": CODES["province_code"]})
    given["name"], given["level_source"], given["class_id"] = CODES["name_th"], "m", "a"
    given["volunteers"], given["risk_score"] = RANDOM.random((2, 77)) * 10
    given["level"], given["coverage_gap"] = 3, 1.0
    across = coverage.Across("volunteers", "", "อพม.", "ความเสี่ยง", (3.0, 6.0))
    # The words of a level are the page's; here there is one.
    given["level_source"] = "computed"
    return coverage.risk_scatter(
        given, {"a": "#1f6f93"}, LOOK, ["x"], across=across, risk_breaks=(4.0, 7.0)
    )


CHARTS = (steps, homes, quarters, groups, scatter)


def figure(number: int, drawn: base.Figure, kind: str = "figure") -> Exhibit:
    """An exhibit of a figure or map."""
    return Exhibit(
        "x", f"x_{number}", kind, "แผนภูมิ", "แสดง", "th", "be", FOOT, drawn=drawn
    )  # type: ignore[arg-type]


def table(number: int) -> Exhibit:
    """An exhibit of a table that fills a slide."""
    given = pd.DataFrame(RANDOM.integers(10, 999, (12, 4)), columns=[*"abcd"])
    given.insert(0, "name", CODES["name_th"][:12].to_numpy())
    return Exhibit(
        "x", f"x_{number}", "table", "ตาราง", "", "th", "be", FOOT,
        gated=disclosed(given, Audience.OUTSIDE, ["a"]),
        headings={name: name for name in given},
    )  # fmt: skip


def charts_alone() -> list[Exhibit]:
    """Eleven charts: with the cover twelve slides."""
    return [figure(at, CHARTS[at % len(CHARTS)]()) for at in range(11)]


def pack() -> list[Exhibit]:
    """Eight charts, a map and two tables: with the cover twelve slides."""
    drawn = figures.priority_map(CODES["province_code"].tolist())
    return [*charts_alone()[:8], figure(8, drawn, "map"), table(9), table(10)]


def made_of(content: bytes) -> list[Counter[str]]:
    """How many objects of each kind every slide has."""
    deck = pptx.Presentation(io.BytesIO(content))
    return [Counter(_kinds(slide.shapes)) for slide in deck.slides]


def _kinds(shapes: Sequence[object]) -> list[str]:
    found = []
    for shape in shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            found += _kinds(shape.shapes)
        elif getattr(shape, "has_chart", False):
            found.append("chart")
        elif getattr(shape, "has_table", False):
            found += ["table", *["row"] * len(shape.table.rows)]
        else:
            found.append("shape")
    return found


def plain_slides(counts: Sequence[Counter[str]]) -> bytes:
    """The same number of empty objects, by python-pptx alone."""
    deck, out = pptx.Presentation(), io.BytesIO()
    box = (Inches(1), Inches(1), Inches(5), Inches(3))
    for count in counts:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        for _ in range(count["chart"]):
            data = CategoryChartData()
            data.categories = ["a"]
            data.add_series("b", [1])
            slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *box, data)
        if count["table"]:
            slide.shapes.add_table(count["row"], 1, *box)
        for _ in range(count["shape"]):
            slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box)
    deck.save(out)
    return out.getvalue()


def cells_of(content: bytes) -> list[int]:
    """How many cells every sheet of a workbook has."""
    sheets = load_workbook(io.BytesIO(content)).worksheets
    return [
        sum(cell.value is not None for row in sheet.iter_rows() for cell in row)
        for sheet in sheets
    ]


def plain_workbook(cells: Sequence[int]) -> bytes:
    """As many sheets, each with so many cells that hold one letter or none at all."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        for number in cells:
            sheet = book.add_worksheet()
            for at in range(number):
                sheet.write(at, 0, "a")
    return out.getvalue()


def plain_document(pages: int) -> bytes:
    """As many pages, each with an empty table."""
    page = "#table(columns: 2, [], [])"
    made: bytes = typst.compile("#pagebreak()\n".join([page] * pages).encode())
    return made


def ratio(
    name: str, ours: Callable[[], bytes], plain: Callable[[], bytes], rounds: int
) -> float:
    """How many times as long ours takes, both in turn; and print it."""
    ours(), plain()
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for make, times in zip((ours, plain), taken, strict=True):
            begun = time.perf_counter()
            make()
            times.append(1000 * (time.perf_counter() - begun))
    own, other = map(statistics.median, taken)
    print(f"ratio {own / other:.2f} {name} ({own:.0f} ms / {other:.0f} ms)")
    return own / other


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds

    def deck(exhibits: Sequence[Exhibit]) -> bytes:
        return slides(exhibits, "ชุดสไลด์", "th", "be", {})

    mixed, alone = pack(), charts_alone()
    for name, exhibits in (("pack", mixed), ("charts alone", alone)):
        counts = made_of(deck(exhibits))
        ratio(
            f"12 slides, {name} / as many empty objects (goal {GOAL:g})",
            lambda given=exhibits: deck(given),
            lambda counts=counts: plain_slides(counts),
            rounds,
        )
    tables = [table(at) for at in range(12)]
    cells = cells_of(workbook(tables, "ชุดตาราง", "th"))
    for name, counts in (
        (f"{len(cells)} sheets of {sum(cells)} cells in all", cells),
        (f"{len(cells)} empty sheets", [0] * len(cells)),
    ):
        ratio(
            f"workbook of 12 tables / {name}",
            lambda: workbook(tables, "ชุดตาราง", "th"),
            lambda counts=counts: plain_workbook(counts),
            rounds,
        )
    ratio(
        "PDF of the pack / as many pages with an empty table",
        lambda: document(mixed, "เอกสาร", "th", "be", {}),
        lambda: plain_document(12),
        rounds,
    )


if __name__ == "__main__":
    main()
