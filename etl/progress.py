"""How far a build or a check is, for a person who waits at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from etl.files import Handed

STAGES = {
    "reading": "กำลังอ่าน / reading",
    "judging": "กำลังตรวจแถว / judging rows",
    "deciding": "กำลังเทียบแถวซ้ำ / deciding between rows",
    "figures": "กำลังคำนวณตัวเลข / computing figures",
    "publishing": "กำลังเผยแพร่ / publishing",
}


class Progress:
    """Shows nothing: elsewhere than at a terminal the plain lines suffice."""

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the display away."""

    def files(self, handed: list[Handed]) -> Iterable[Handed]:
        """The files, each counted once it is taken."""
        return handed

    def rows(self, number: int) -> None:
        """So many rows more were read."""

    def stage(self, name: str) -> None:
        """What is done now: a key of STAGES."""


class Bar(Progress):
    """A bar over the bytes of the files, with the stage and the rows read."""

    def __init__(self) -> None:
        from rich import progress  # noqa: PLC0415 - slow to load, seldom needed

        self._rows = 0
        self._name = "reading"
        self._bar = progress.Progress(
            progress.SpinnerColumn(),
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.TaskProgressColumn(),
            progress.TimeElapsedColumn(),
            transient=True,
        )
        self._task = self._bar.add_task(STAGES[self._name], total=0)

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away; the lines of the report stay."""
        self._bar.stop()

    def files(self, handed: list[Handed]) -> Iterator[Handed]:
        """The files; the bar moves by the size of each."""
        total = (self._bar.tasks[0].total or 0) + sum(file.size for file in handed)
        self._bar.update(self._task, total=total)
        self.stage("reading")
        for file in handed:
            yield file
            self._bar.advance(self._task, file.size)

    def rows(self, number: int) -> None:
        """So many rows more were read."""
        self._rows += number
        self._tell()

    def stage(self, name: str) -> None:
        """What is done now: a key of STAGES."""
        self._name = name
        self._tell()

    def _tell(self) -> None:
        rows = f" {self._rows:,}" if self._rows else ""
        self._bar.update(self._task, description=f"{STAGES[self._name]}{rows}")
