"""Synthetic input files as offices would send them, the same for the same seed.

Beside the data lie `demo_manifest.json` (only the files named there count as synthetic)
and `demo_truth.json` (the effects put into the data and the lines wrong on purpose, for
judging what the dashboard makes of them). Nothing depends on the day of the run.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from etl import paths
from etl.demo import (
    hazards,
    people,
    places,
    roster,
    situation,
    tip_files,
    tip_history,
    training,
    training_files,
)
from etl.demo.truth import truth

DEFAULT = 2563
MADE_BY = "etl demo"
TRUTH = "demo_truth.json"


def write(out: Path, tips: int | None = None, seed: int = DEFAULT) -> list[Path]:
    """Write all datasets into a folder; the files of an earlier run there go.

    Args:
        out: The folder, made if absent.
        tips: Number of different tips; from 100,000 on in one plain file.
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
    history = tip_history.history(seed, number, provinces, figures, batches)
    written = [
        *situation.write_risk(out, seed, provinces, figures),
        *situation.write_grades(out, seed, provinces, figures),
        *people.write_population(out, provinces, people.population(seed, provinces)),
        *people.write_targets(out, provinces),
        *training_files.write(out, batches),
        *roster.write(out, seed, roster.entries(seed, provinces, batches)),
        *tip_files.write(out, seed, number, history),
    ]
    _write_json(out / TRUTH, truth(seed, number, batches, written))
    manifest = {"made_by": MADE_BY, "seed": seed, "tips": number}
    hashes = {file.path.name: _sha256(file.path) for file in written}
    manifest["files"] = dict(sorted(hashes.items()))
    _write_json(out / paths.DEMO_MANIFEST, manifest)
    return [file.path for file in written]


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
