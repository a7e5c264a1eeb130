"""Files taken in one by one, judged and counted: what a build and a check share."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl import files, judge, resolve, texts, workspace
from etl.files import Handed, Outcome
from etl.progress import Progress
from etl.reading import reader
from etl.reading.sheet import SMALL
from etl.report import Report, line_of
from etl.workspace import TARGET

if TYPE_CHECKING:
    from collections.abc import Collection

    import duckdb

    from etl.datasets import Dataset
    from etl.previous import Previous

CHUNK = 250_000  # rows that are judged before the rest of a file is read

Say = Callable[[str], None]


def check_files(
    targets: list[Path], say: Say, progress: Progress | None = None
) -> Report:
    """Judge files as a build would, publish nothing."""
    started = time.monotonic()
    handed = [file for target in targets for file in files.find(target, "input")]
    read_ahead(handed)
    known = {file.dataset.name: file.dataset for file in handed if file.dataset}
    used = [dataset for dataset in known.values() if not dataset.is_reference_only]
    con = workspace.opened(used)
    workspace.attach(con, Path(":memory:"), TARGET)
    resolve.create_tables(con, used)
    work = Work(con, say, used, progress or Progress())
    work.take_all(handed)
    work.settle()
    report = Report(work.outcomes)
    report.seconds = time.monotonic() - started
    report.exit_code = 0 if report.is_clean else 1
    return report


def read_ahead(handed: Iterable[Handed], previous: Previous | None = None) -> None:
    """Let the files from outside be read, in the order of their turns."""
    coming = [
        file
        for file in handed
        if file.is_readable
        and file.origin != "reference"
        and not (previous and previous.same(file))
    ]
    reader.shared().expect(coming)
    if any(file.size >= SMALL for file in coming):
        threading.Thread(target=_load_arrow).start()


def _load_arrow() -> None:
    """Load what many rows need; who needs it before it is there waits."""
    import duckdb  # noqa: F401, PLC0415 - the engine alone knows no Arrow

    from etl import many  # noqa: F401, PLC0415


class Work:
    """The files taken so far and what became of them.

    Attributes:
        used: The datasets that there are tables of.
        new: The files that are judged now, by id.
        moved: Ids of files that came under another name.
        typed: Datasets with judged rows that are not in the version yet.
        decided: Datasets whose rows were decided on as they were stored.
        followed: Datasets that the version began with rows of.
        code: The version of the code that judges.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        say: Say,
        used: Collection[Dataset],
        progress: Progress,
        previous: Previous | None = None,
        first_loads: dict[str, str] | None = None,
        followed: frozenset[Dataset] = frozenset(),
        code: str = "",
    ) -> None:
        self.con = con
        self.say = say
        self.used = used
        self.progress = progress
        self.previous = previous
        self.first_loads = first_loads or {}  # by SHA-256
        self.followed = followed
        self.code = code
        self.outcomes: list[Outcome] = []
        self.new: dict[int, Outcome] = {}
        self.moved: list[int] = []
        self.texts = texts.Texts()
        self.typed: set[Dataset] = set()
        self.decided: set[Dataset] = set()
        self.now = dt.datetime.now(dt.UTC)

    def take_all(self, handed: list[Handed]) -> None:
        """Judge the files, one by one."""
        for place, file in enumerate(self.progress.files(handed)):
            if file.size >= SMALL and self._whole(handed[place:]):
                self.judge(handed[place:])  # while the other process reads
                self.progress.stage("reading")
            self.take(file)

    def _whole(self, coming: Iterable[Handed]) -> set[str]:
        """Names of datasets with rows that were read, none of whose files is coming."""
        read = {dataset.name for dataset in self.typed} | self.texts.fields.keys()
        return read - {file.dataset.name for file in coming if file.dataset}

    def _known(self, file: Handed) -> dict[str, Any] | None:
        return self.previous.same(file) if self.previous else None

    def take(self, file: Handed) -> None:
        """Judge one file, or carry its rows over when it was judged before."""
        known = self._known(file)
        if self.previous and known:
            self.outcomes.append(self.previous.carry(file, known))
            if known["name"] != file.name:
                self.moved.append(self.outcomes[-1].file_id)
            return
        outcome = Outcome.begun(self._next_id(), file)
        outcome.judged_at, outcome.code_version = self._moment(), self.code
        self.outcomes.append(outcome)
        self.new[outcome.file_id] = outcome
        for number in texts.read(self.con, file, outcome, self.texts):
            self._take_rows(number)
        # of a changed file nothing is known again: the next build reads it anew
        outcome.sha256 = "" if file.is_changed else file.sha256
        outcome.first_loaded_at = self._first_loaded(file)
        if outcome.status == "refused":
            self._give_up(file, outcome)

    def _take_rows(self, number: int) -> None:
        """Judge what was read of a large file while the rest of it is being read."""
        self.progress.rows(number)
        if self.texts.rows.total() >= CHUNK:
            self._type()

    def _type(self) -> None:
        today = workspace.today()
        self.typed |= set(judge.all_rows(self.con, self.texts, today))

    def _give_up(self, file: Handed, refused: Outcome) -> None:
        """Nothing of a refused file stays, and nothing leaves that was there before."""
        for dataset in self.typed:
            if dataset.name == refused.dataset:
                judge.forget(self.con, dataset, refused.file_id)
        if self.previous:
            self.outcomes += self.previous.keep(self.con, file, self._next_id())
            self.decided = {d for d in self.decided if d.name != refused.dataset}

    def _next_id(self) -> int:
        used = [outcome.file_id for outcome in self.outcomes]
        unused = self.previous.next_id if self.previous else 1
        return max([unused, *(file_id + 1 for file_id in used)])

    def _first_loaded(self, file: Handed) -> str:
        return self.first_loads.get(file.sha256) or self._moment()

    def _moment(self) -> str:
        return self.now.replace(tzinfo=None, microsecond=0).isoformat()

    def judge(self, coming: Iterable[Handed] = ()) -> None:
        """Judge what was read; typed rows go into the version.

        But for those of the datasets of files that are still to come.
        """
        self.progress.stage("judging")
        self._type()
        resolve.register_files(self.con, self.outcomes)
        whole = self.typed - {file.dataset for file in coming}
        for dataset in sorted(whole, key=lambda dataset: dataset.name):
            judge.complete(self.con, dataset)
            if resolve.store(self.con, dataset):
                self.decided.add(dataset)
            else:
                self.decided.discard(dataset)
        self.typed -= whole

    def settle(self) -> None:
        """Decide between versions of the same key, dataset by dataset, and count."""
        self.judge()
        self.progress.stage("deciding")
        judge.count(self.con, self.new)
        gone = self.previous.gone if self.previous else []
        changes = resolve.Changes(gone, [*self.new], self.moved, self.followed)
        resolve.settle(self.con, self.used, changes, self.decided)
        resolve.count(self.con, self.outcomes)
        _count_kept(self.outcomes)
        for outcome in self.outcomes:
            if outcome.status != "kept":
                self.say(line_of(outcome))


def _count_kept(outcomes: list[Outcome]) -> None:
    """Say of a refused file how many rows of its earlier content stay."""
    for refused in outcomes:
        if refused.status == "refused":
            refused.kept_rows = sum(
                kept.accepted
                for kept in outcomes
                if kept.status == "kept" and kept.place == refused.place
            )
