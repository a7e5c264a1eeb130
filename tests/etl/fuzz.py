"""Hostile and sloppy office files, the same for the same seed.

`generate(seed)` gives a file's name, its bytes, and what must become of it.
"""

from dataclasses import dataclass
from random import Random

from tests.etl import fuzz_texts, fuzz_workbooks
from tests.etl.fuzz_tables import handed_over

NEVER = frozenset({"file.failed"})  # "in a way the program does not know"


@dataclass(frozen=True)
class Expectation:
    """What must become of a file.

    Attributes:
        kind: What was done to the file, in a word.
        status: "loaded", "refused", or "" where either is right.
        rows: Rows a loaded file has, None where nobody can tell.
        reasons: For which it may be refused; empty where any of them is right.
    """

    kind: str
    status: str = ""
    rows: int | None = None
    reasons: frozenset[str] = frozenset()

    def complaints(self, said: dict[str, object]) -> list[str]:
        """What is wrong with what a report says of the file."""
        status, reason = said["status"], said["reason_code"]
        wrong = []
        if status not in ({self.status} if self.status else {"loaded", "refused"}):
            wrong.append(f"{status} ({reason}), not {self.status}")
        if status == "refused" and self.reasons and reason not in self.reasons:
            wrong.append(f"refused for {reason}, not {sorted(self.reasons)}")
        if status == "loaded" and self.rows not in (None, said["rows_in"]):
            wrong.append(f"{said['rows_in']} rows, not {self.rows}")
        if reason in NEVER:
            wrong.append(f"{reason}: {said['reason']}")
        return wrong


KINDS = {**fuzz_texts.KINDS, **fuzz_workbooks.KINDS}


def generate(seed: int) -> tuple[str, bytes, Expectation]:
    """The file of this seed: its name, its bytes, what must become of it."""
    rng = Random(seed)
    weights = [weight for weight, _ in KINDS.values()]
    kind = rng.choices(list(KINDS), weights)[0]
    made = KINDS[kind][1](rng)
    expected = Expectation(kind, made.status, made.rows, frozenset(made.reasons))
    dataset = made.dataset or rng.choice(handed_over()).name
    return f"{dataset}{made.ending}", made.content, expected
