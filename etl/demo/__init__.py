"""Synthetic input files as offices would send them, the same for the same seed.

Beside the data lie `demo_manifest.json` (only the files named there count as synthetic)
and `demo_truth.json` (the effects put into the data and the lines wrong on purpose, for
judging what the dashboard makes of them). Nothing depends on the day of the run.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from etl import paths
from etl.demo import (
    alarms,
    hazards,
    ledger,
    outbreaks,
    outcome,
    outreach,
    partners,
    people,
    places,
    referral,
    reporting,
    reports,
    roster,
    situation,
    tip_files,
    tip_history,
    training,
    training_files,
    withdrawal,
)
from etl.demo.files import Written
from etl.demo.truth import truth

DEFAULT = 2563
MADE_BY = "etl demo"
TRUTH = "demo_truth.json"


def write(out: Path, tips: int | None = None, seed: int = DEFAULT) -> list[Path]:
    """Write all datasets into a folder; the files of an earlier run there go.

    Args:
        out: The folder, made if absent.
        tips: Number of different tips; from 100,000 on in one plain file, and above
            16,500 without outcomes of alarms.
        seed: The same seed gives the same files.

    Returns:
        The data files, without manifest and truth.
    """
    number = tip_history.DEFAULT_TIPS if tips is None else tips
    if number < 0:
        raise ValueError(f"tips: {number} is no number of tips; give 0 or more.")
    out.mkdir(parents=True, exist_ok=True)
    _remove_earlier(out)
    provinces = places.load()
    figures = hazards.hazards(seed, provinces)
    batches = training.batches(seed, provinces, figures)
    told = reports.reports(seed, list(provinces), outbreaks.busy_weeks())
    history = tip_history.history(seed, number, provinces, figures, batches, told)
    written = [
        *situation.write_risk(out, seed, provinces, figures),
        *situation.write_grades(out, seed, provinces, figures),
        *people.write_population(out, provinces, people.population(seed, provinces)),
        *people.write_targets(out, provinces),
        *training_files.write(out, batches),
        *_write_handed_over(out, seed, number, provinces, batches, told, history),
    ]
    _write_json(out / TRUTH, truth(seed, number, batches, told, written))
    _write_manifest(out, seed, number, written)
    if number <= alarms.MOST_TIPS:
        effects = alarms.truth_of(
            outbreaks.outbreaks(number),
            batches,
            outreach.activities(seed, provinces, batches),
        )
        written += alarms.write(out, seed, alarms.raised(out), effects)
        _write_manifest(out, seed, number, written)
    return [file.path for file in written]


def _write_manifest(out: Path, seed: int, tips: int, written: list[Written]) -> None:
    """The names and hashes by which made-up files are known."""
    hashes = {file.path.name: _sha256(file.path) for file in written}
    files = dict(sorted(hashes.items()))
    manifest = {"made_by": MADE_BY, "seed": seed, "tips": tips, "files": files}
    _write_json(out / paths.DEMO_MANIFEST, manifest)


def _write_handed_over(
    out: Path,
    seed: int,
    number: int,
    provinces: dict[str, places.Place],
    batches: list[training.Batch],
    told: reports.Reports,
    history: Iterator[list[tip_history.Tip]],
) -> list[Written]:
    """The tips, what became of them, the registers, and the reporting of all these."""
    book = ledger.Ledger(told)
    handed_over = tip_files.handed_over(seed, number, history)
    tips = tip_files.write(out, seed, number, ledger.follow(book, number, handed_over))
    steps = referral.steps(seed, book.followed)
    outcomes = outcome.outcomes(seed, book.followed)
    activities = outreach.activities(seed, provinces, batches)
    kept = {step.tip_id for step in steps} | {each.tip_id for each in outcomes}
    taken_back = withdrawal.tips(seed, book.followed, kept)
    for tip, day in taken_back:
        ledger.take_back(book, tip, day)
    withdrawn = [("tip_report", tip.tip_id, day) for tip, day in taken_back]
    register = roster.entries(seed, provinces, batches)
    network = partners.partners(seed, provinces)
    yearly = [
        *reporting.yearly(seed, "volunteer_roster", roster.counted(register)),
        *reporting.yearly(seed, "partner_network", partners.counted(network)),
    ]
    return [
        *roster.write(out, seed, register),
        *partners.write(out, seed, network),
        *outreach.write(out, seed, activities),
        *tips,
        *referral.write(out, seed, steps),
        *outcome.write(out, seed, outcomes),
        *withdrawal.write(
            out, seed, [*withdrawn, *withdrawal.activities(seed, activities)]
        ),
        *reporting.write(out, seed, reporting.weekly(seed, provinces, book), yearly),
    ]


def _remove_earlier(out: Path) -> None:
    """Remove what an earlier run wrote and nobody has changed since."""
    manifest = out / paths.DEMO_MANIFEST
    if not manifest.is_file():
        return
    for name, digest in json.loads(manifest.read_text("utf-8"))["files"].items():
        path = out / Path(name).name
        if path.is_file() and _sha256(path) == digest:
            path.unlink()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_json(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_bytes(text.encode() + b"\n")
