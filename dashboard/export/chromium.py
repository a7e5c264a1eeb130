"""A Chromium that draws figures, kept running: Kaleido without any network.

Kaleido's own start would ask other hosts for scripts and draw Thai in whatever font
the machine has; here both come from this installation. Its own server waits for ever
when the browser does not start, so a loop of ours runs it.
"""

import asyncio
import logging
import os
import shutil
import tempfile
from collections.abc import (
    Callable,
    Coroutine,
    Iterator,
    Mapping,
    MutableMapping,
    Sequence,
)
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

from choreographer.browsers.chromium import Chromium
from kaleido import Kaleido

Form = Literal["png", "svg", "pdf"]
Draw = Callable[[Mapping[str, Any], Form, float], bytes]
STATIC = Path(__file__).resolve().parents[2] / "static"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
USUAL = Path("/usr/bin/chromium")
WAIT = 60  # seconds that the start, the end or one figure may take
SIGNS: dict[Form, bytes] = {"png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF"}
GONE = "the browser went away"
NO_HOSTS = "--host-resolver-rules=MAP * ~NOTFOUND"
log = logging.getLogger(__name__)
FONT_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def find_chromium() -> str | None:
    """The Chromium to draw with: $CHROMIUM, else the first on the path or in place."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or (str(USUAL) if USUAL.exists() else None)


@contextmanager
def chromium(path: str) -> Iterator[Draw]:
    """A function that draws figures, while this Chromium runs.

    It takes a figure, the form and the scale (of a PNG) and gives the file.

    Raises:
        Exception: The browser does not start. What it gives raises whatever Kaleido,
            the browser or plotly.js has against a figure.
    """
    with tempfile.TemporaryDirectory(prefix="risk-watch-") as scratch:
        kaleido = Kaleido(
            path=path, browser_cls=_browser(Path(scratch)), mathjax=False, timeout=WAIT
        )
        with asyncio.Runner() as loop:
            _waited(loop, kaleido.open())
            try:
                yield lambda figure, form, scale: _waited(
                    loop, _drawn(kaleido, figure, form, scale)
                )
            finally:
                _ended(loop, kaleido)


def _waited(loop: asyncio.Runner, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401
    """What the work gives, within WAIT; a browser that dies cancels all that waits."""
    try:
        return loop.run(asyncio.wait_for(work, WAIT))
    except asyncio.CancelledError:
        raise ChildProcessError(GONE) from None


def _ended(loop: asyncio.Runner, kaleido: Kaleido) -> None:
    """Close the browser; what was drawn stands even where it is gone already."""
    try:
        _waited(loop, kaleido.close())
    except Exception:  # a browser that died has many ways of not closing
        log.exception("The Chromium that drew figures did not close")


async def _drawn(
    kaleido: Kaleido, figure: Mapping[str, Any], form: Form, scale: float
) -> bytes:
    """A figure as a file that begins as such a file does."""
    if kaleido.subprocess.poll() is not None:  # else each would wait in vain
        raise ChildProcessError(GONE)
    layout = figure["layout"]
    made = await kaleido.calc_fig(
        dict(figure),
        {
            "format": form,
            "width": layout["width"],
            "height": layout["height"],
            "scale": scale,
        },
        topojson=f"{(STATIC / 'topojson').as_uri()}/",
    )
    if not isinstance(made, bytes) or not made.startswith(SIGNS[form]):
        raise ValueError(f"Kaleido gave no {form}: {made!r:.80}")
    return made


def _browser(scratch: Path) -> type[Chromium]:
    """A Chromium that knows Sarabun and finds no other host."""
    settings = scratch / "fonts.conf"
    fonts, cache = escape(str(STATIC / "fonts")), escape(str(scratch / "cache"))
    settings.write_text(FONT_CONFIG.format(fonts=fonts, cache=cache), encoding="utf-8")

    class Alone(Chromium):
        def get_env(self) -> MutableMapping[str, str]:
            return {**super().get_env(), "FONTCONFIG_FILE": str(settings)}

        def get_popen_args(self) -> Mapping[str, Any]:
            # In our group of processes: who ends that one ends the browser with it.
            return {**super().get_popen_args(), "start_new_session": False}

        def get_cli(self) -> Sequence[str]:
            return [*super().get_cli(), NO_HOSTS, "--disable-background-networking"]

    return Alone
