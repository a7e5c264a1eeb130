"""Why a snapshot cannot be given, kept or taken away."""

from dashboard.snapshots.removed import Removed
from dashboard.text import Era, Lang, date_text, words


class SnapshotError(Exception):
    """A snapshot cannot be given; `key` names the words, `named` the id."""

    def __init__(self, key: str, named: str, found: str = "") -> None:
        self.key, self.named, self.found = key, named, found
        super().__init__(f"{key}: {named} {found}".strip())

    def said(self, lang: Lang, era: Era = "be") -> str:
        """The reason in a language, the values as they are."""
        return words(self.key, lang, named=self.named, found=self.found)


class UnknownSnapshotError(SnapshotError):
    """There is no snapshot of this id."""


class DamagedSnapshotError(SnapshotError):
    """A snapshot is not, to the byte, what was frozen."""


class RemovedSnapshotError(SnapshotError):
    """A snapshot was taken away; `line` is what stays of it."""

    def __init__(self, line: Removed) -> None:
        self.line = line
        super().__init__("snapshot_removed", line.id, line.why)

    def said(self, lang: Lang, era: Era = "be") -> str:
        """When it was taken away, and why."""
        on = date_text(self.line.removed_on, lang, era)
        return words(self.key, lang, named=self.named, why=self.line.why, on=on)
