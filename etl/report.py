"""What a build or a check found, as the JSON of contract.md 1 and as lines to read."""

import sys
from dataclasses import asdict, dataclass, field
from typing import Any

from etl.files import Outcome
from etl.refusal import words_of


@dataclass
class Report:
    """What a build or a check found; `as_json` is the report of contract.md 1."""

    published: bool = False
    version: str | None = None
    exit_code: int = 0
    files: list[Outcome] = field(default_factory=list)
    removed: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_clean(self) -> bool:
        """True when no file was refused and no row rejected."""
        return all(f.status != "refused" and not f.rejected for f in self.files)

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "published": self.published,
            "version": self.version,
            "exit_code": self.exit_code,
            "files": [_file_json(outcome) for outcome in self.files],
            "removed": self.removed,
            "seconds": round(self.seconds, 2),
            "peak_rss_mb": _peak_memory_mb(),
        }


def _peak_memory_mb() -> int:
    """The most memory this process has held, in MB."""
    if sys.platform == "win32":
        import psutil  # noqa: PLC0415

        return round(psutil.Process().memory_info().peak_wset / 1024**2)
    import resource  # noqa: PLC0415 - not there on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024**2 if sys.platform == "darwin" else 1024))


def _file_json(outcome: Outcome) -> dict[str, Any]:
    raw = asdict(outcome)
    raw["path"], raw["reason_code"] = raw.pop("name"), raw.pop("reason")
    raw["reason"] = outcome.reason and f"{outcome.reason_th} / {outcome.reason_en}"
    hidden = {"file_id", "place", "stamp", "reason_th", "reason_en", "is_stored"}
    return {key: value for key, value in raw.items() if key not in hidden}


def line_of(outcome: Outcome) -> str:
    """What became of a file, for a terminal: a line, and what to mend below it."""
    indent = "\n           "
    if outcome.status == "refused":
        why = str(outcome.reason_th), str(outcome.reason_en)
        return indent.join((f"refused    {outcome.name}", *why))
    text = f"{outcome.status:10} {outcome.name}: {outcome.rows_in:,} rows"
    if not outcome.rejected:
        return text
    reasons = ", ".join(f"{r} {n}" for r, n in outcome.reasons.items())
    told = [_example_line(example) for example in outcome.examples]
    return indent.join([f"{text}, {outcome.rejected:,} rejected ({reasons})", *told])


def _example_line(example: dict[str, Any]) -> str:
    """Where a value stands, which it is unless personal, and what is wrong with it."""
    words = words_of(example["reason"])
    where = " ".join(filter(None, (example["sheet"], f"บรรทัด/line {example['line']}")))
    value = f" '{example['value']}'" if example["value"] is not None else ""
    near = f" ({example['suggestion']}?)" if example["suggestion"] else ""
    place = f"{where}, {example['field']}:" if example["field"] else f"{where}:"
    return f"{place}{value} {words['th']} / {words['en']}{near}"
