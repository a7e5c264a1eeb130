"""Thai as the makers of files set it, as small pictures to compare with.

Made anew by `python -m tests.export.golden` after a change that is meant; look at what
it wrote before you commit it. By name: `figure` is drawn by a Chromium, `table` by
Typst to PNG, `page` by Typst to PDF and from there by hayro, which is in Typst;
`slide` by LibreOffice: a title and the names of a native chart.
"""

import io
import tempfile
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

from dashboard.charts import base
from dashboard.exhibits import Exhibit
from dashboard.export.document import document
from dashboard.export.pictures import Studio, pictures, studio
from dashboard.export.slides import slides
from tests.export import figures, made, office
from tests.export.reading import as_picture

FOLDER = Path(__file__).resolve().parent / "golden"
WIDTH = 620  # px of every picture
# Tone marks above vowels and above tall letters, sara am with and without a tone, what
# stands below, and letters whose tail goes when something stands there.
LINES = (
    "น้ำใจ ก่ำก้ำ ถ้ำใหญ่ กำลัง ที่ปั้น",
    "ซึ่งสิ่งนี้ เรื่องผู้ป่วย ฝั่งฟ้า กตัญญู",
    "ฐานะ พันธุ์สัตว์ ฤๅษี เพ็ญ ศิลป์",
)
# Of a grey from 0 to 255, after blurring: renderers differ at the edges of letters,
# a mark that is lost or moved by half its height makes more.
BLUR, MOST = 1.2, 70


def renders(folder: Path, ready: Studio, lines=LINES) -> dict[str, Image.Image]:
    """The picture of each renderer; that of a Chromium only where there is one."""
    table = made.table("th", rows=1, title=" ".join(lines))
    official = replace(table, foot=made.foot("th", data_status="official"))
    pdf = document([official], lines[0], "th", "be", {})
    found = {
        "table": opened(pictures([official], "png").made[table.key]),
        "page": as_picture(pdf, folder, dpi=80).crop((40, 40, 660, 230)),
    }
    if ready.draw is not None:
        found["figure"] = opened(ready.draw(lettered(lines), "png", 2))
    return {name: narrow(picture) for name, picture in found.items()}


def slide(folder: Path, lines=LINES) -> Image.Image:
    """Title and chart of a slide, as LibreOffice draws them."""
    drawn = figures.groups()
    drawn["layout"]["yaxis"]["ticktext"] = list(lines[1:])
    exhibit = Exhibit(
        "x", "x", "figure", lines[0], "x", "th", "be",
        made.foot("th", data_status="official"), drawn=drawn,
    )  # fmt: skip
    pack = slides([exhibit], lines[0], "th", "be", {})
    whole = office.picture_of(office.as_pdf(pack, folder), 2, dpi=100)
    return narrow(whole.crop((33, 25, 653, 480)))


def lettered(lines):
    """A figure that is nothing but letters."""
    look = base.look("light", "th", "be")
    layout = base.layout(look, "<br>".join(lines), [lines[0]], 20, left=40)
    hidden = {"visible": False, "range": [0, 1]}
    return {
        "data": [{"type": "scatter", "x": [], "y": []}],
        "layout": {**layout, "width": 310, "xaxis": hidden, "yaxis": hidden},
    }


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("L")


def narrow(picture: Image.Image) -> Image.Image:
    """As wide as a golden picture, if it is wider."""
    if picture.width <= WIDTH:
        return picture
    size = (WIDTH, round(picture.height * WIDTH / picture.width))
    return picture.resize(size, Image.Resampling.LANCZOS)


def difference(one: Image.Image, other: Image.Image) -> int:
    """How far two pictures differ where they differ most, from 0 to 255."""
    if one.size != other.size:
        return 255
    blurred = (each.filter(ImageFilter.GaussianBlur(BLUR)) for each in (one, other))
    return ImageChops.difference(*blurred).getextrema()[1]


def main() -> None:
    """Write all pictures that this machine can make."""
    FOLDER.mkdir(exist_ok=True)
    with studio() as ready, tempfile.TemporaryDirectory() as scratch:
        found = renders(Path(scratch), ready)
        if office.is_there():
            found["slide"] = slide(Path(scratch))
        for name, picture in found.items():
            picture.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
