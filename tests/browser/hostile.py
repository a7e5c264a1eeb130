"""An input folder with hostile text wherever an office can write text.

`plant` fills every free text of every dataset, and hands over what is refused, rejected
and dropped besides: names of files, sheets, columns and provinces, values of no code.
"""

import shutil
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

from etl.datasets import Dataset
from tests.etl import handed
from tests.etl.office import TIP_HEADER, hand_over, hand_over_workbook, tip
from tests.under_test import ROOT

MARK = "evil"  # in every address that a value would fetch or link to
HOST = f"{MARK}.invalid"
CALL = "hostile()"  # what a value runs when it runs: the test listens for it

MARKUP = (
    f"<script>{CALL}</script>",
    f'<img src="http://{HOST}/1.png" onerror="{CALL}">',
    f"<svg onload={CALL}><b onmouseover={CALL}>b</b></svg>",
    f'<a href="http://{HOST}/2">link</a><br><i>i</i>',
    f'<a href="javascript:{CALL}" target="_self">link</a>',
    f"<iframe src=http://{HOST}/3></iframe><style>@import 'http://{HOST}/4'</style>",
    f"![picture](http://{HOST}/5.png) ![picture](/{MARK}.png)",
    f"![picture][r] [link][r]\n\n[r]: http://{HOST}/6.png",
    f"[link](javascript:{CALL}) [link](http://{HOST}/7) <http://{HOST}/8>",
    f"http://{HOST}/9 www.{MARK}.com/10 //{HOST}/11",
    rf"$\href{{javascript:{CALL}}}{{x}}$ $$\includegraphics{{http://{HOST}/12}}$$",
    ":material/home: :red[red] :streamlit: :smile: ::badge[b] :tip",
    f"&lt;img src=http://{HOST}/13 onerror={CALL}&gt; &#60;b&#62; &amp;lt;i&amp;gt;",
    f"%{{hovertext}} %{{customdata[0]}} {{name}} {{0}} <extra>x</extra> `{CALL}`",
    f"```mermaid\nclick A {CALL}\n``` # **b** | a | b |\n|---|---|",
    "\u202egnp.live\u202c \u2067\u05d0\u05d1\u05d2 \u0627\u0644\u0639\u2069 <b>",
    "ยาว" * 320 + "<u>",
)
FORMULAS = (
    f'=HYPERLINK("http://{HOST}/14","x")',
    "+1+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    f'  =IMAGE("http://{HOST}/15")',
)
VALUES = (*MARKUP, *FORMULAS)
HEADINGS = [value for value in VALUES if not set(value) & set("\n\r\t;")]
SOUND = (
    "population_2568.csv",
    "province_grade_2568.csv",
    "province_risk_2568.tsv",
    "reporting_2569.csv",
    "tip_report_2569-10.csv",
    "training_batch_2568.csv",
    "volunteer_roster_2567.tsv",
)
REPORT = (
    "dataset",
    "province_code",
    "period_start",
    "period_end",
    "received_on",
    "rows",
)
WEEK = ("2026-09-28", "2026-10-04")  # of which no tip from Chiang Mai came
# A week of many tips from Chiang Mai after a year of one a week, and what was found.
RISE, YEAR = date(2026, 7, 6), 52
ALARM = f"ALARM-{RISE:%G-W%V}-TH50"
NOTE = f"{MARKUP[1]} {MARKUP[6]} {MARKUP[8]} alarm"
SHEETS = ("<img src=x onerror=hostile()>", "=1+1", "+1", "-1+cmd|' !A0", "@SUM(1+1)")


def file_name(start: str, value: str, ending: str = ".csv") -> str:
    """A name that a file system takes: no slash, and not too long."""
    return start + value.replace("/", "\\").replace("\n", " ")[:60] + ending


REFUSED = file_name("target_", MARKUP[1])
FLAGGED = file_name("reporting_", MARKUP[3])


def plant(folder: Path) -> None:
    """Write the files, and some without fault, so that each page has much to draw."""
    folder.mkdir(parents=True)
    for name in SOUND:
        shutil.copy(ROOT / "data/demo" / name, folder)
    for dataset, value in zip(handed.offices(), cycle(MARKUP), strict=False):
        hand_over(folder, file_name(f"{dataset.name}_", value), _every_text(dataset))
    for value in VALUES:  # of no known dataset
        hand_over(folder, file_name("", value), [["a", "b"], [value, value]])
    hand_over(folder, file_name("tip_report_", FORMULAS[0]), _tips())
    hand_over(folder, REFUSED, [VALUES, VALUES])  # without a header
    hand_over(folder, FLAGGED, [REPORT, ["tip_report", 50, *WEEK, "2026-10-06", 9]])
    hand_over(folder, "pillar_indicator_series.csv", _series())
    hand_over(folder, "tip_tier_sources.csv", _tiers())
    hand_over(folder, "tip_report_rise.csv", _rise())
    hand_over(folder, "alarm_outcome_rise.csv", _found())
    hand_over_workbook(folder, "alarm_outcome.xlsx", dict.fromkeys(SHEETS, _alarms()))


def _every_text(dataset: Dataset) -> list[list[object]]:
    """For each value an accepted row with it in all free texts, and a rejected one."""
    texts = [
        f.name for f in dataset.fields if f.is_free_text and not (f.pattern or f.is_id)
    ]
    others = [f.name for f in dataset.fields if f.name not in texts]
    rows = []
    for number, value in enumerate(VALUES, 1):
        row = handed.row(dataset, number, **dict.fromkeys(texts, value))
        wrong = handed.row(dataset, number, **dict.fromkeys(others, value))
        rows += [[*row.values(), *HEADINGS], [*wrong.values(), *HEADINGS]]
    return [[*handed.header(dataset), *HEADINGS], *rows]


def _tips() -> list[list[object]]:
    """A province, channel, form and status of each value."""
    wrong = [tip(f"A-{at}", province_code=value) for at, value in enumerate(VALUES)]
    coded = [tip(value, channel=value, exploitation_form=value) for value in VALUES]
    header = ["province_name" if h == "province_code" else h for h in TIP_HEADER]
    return [header, *wrong, *coded]


def _series() -> list[list[object]]:
    """A few series of three years, the next value in each of their texts."""
    header = ["indicator_code", "indicator_name_th", "indicator_name_en", "unit"]
    header += ["year", "value", "source", "confidence", "note"]
    header += ["period_type", "pillar", "preferred"]
    texts, rows = cycle(MARKUP), []
    for number in range(6):
        name, unit = next(texts), next(texts)
        for year in (2018, 2019, 2020):
            sources = [next(texts), next(texts), next(texts)]
            row = [f"{MARK}_{number}", name, name, unit, year, number + 1, *sources]
            rows.append([*row, "calendar", "prevention", 1])
    return [header, *rows]


def _tiers() -> list[list[object]]:
    """Thailand's tiers, from sources with and of confidence in the values."""
    header = ["report_year", "country_iso3", "tier", "source", "confidence"]
    years = range(2025 - len(MARKUP), 2025)
    values = zip(years, MARKUP, MARKUP[::-1], strict=True)
    return [header, *([year, "THA", "2", *texts] for year, *texts in values)]


def _alarms() -> list[list[object]]:
    """Rows that are rejected, so that their sheet is named."""
    header = ["alarm_id", "decided_on", "outcome", "note"]
    return [header, *([f"A-{at}", "x", v, v] for at, v in enumerate(VALUES))]


def _rise() -> list[list[object]]:
    """Tips that were recorded on their day: one a week, then twelve in the last."""
    days = [RISE - timedelta(weeks=back) for back in range(1, YEAR + 1)] + [RISE] * 12
    rows = [
        [*tip(f"RISE-{at}", province_code=50, received_on=day), day]
        for at, day in enumerate(days)
    ]
    return [[*TIP_HEADER, "recorded_at"], *rows]


def _found() -> list[list[object]]:
    on = RISE + timedelta(weeks=2)
    header = ["alarm_id", "decided_on", "outcome", "note", "recorded_at"]
    return [header, [ALARM, on, "SIGNAL", NOTE, on]]
