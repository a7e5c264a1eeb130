"""A sheet of a workbook on paper: lying A4, and what stands on top of each page."""

from xlsxwriter.worksheet import Worksheet

FONT = "Sarabun"
A4 = 9
PRINTED = 190  # letters of a line on lying A4 that are still read
NAMING = 4  # columns that say on further pages what a row is
HEADED = 45  # letters of a title on top of a page
MOST_FOOT = 255  # letters that Excel takes of a foot


def on_paper(
    sheet: Worksheet, title: str, mark: str, foot: str, across: int = 1
) -> None:
    """A4, lying, so many pages wide: on each its title, a mark and its foot."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(across, 0)
    sheet.set_margins(top=0.9)
    told = f'&C&"{FONT},Bold"&16{_plain(mark)}' if mark else ""
    # A longer title would lie under the mark.
    head = f"&L&9{_plain(cut(title, HEADED))}{told}&R&9&P/&N"
    sheet.set_header(head)
    sheet.set_footer(f"&L&8{_plain(foot)}"[:MOST_FOOT].rstrip("&"))


def _plain(said: str) -> str:
    """Words of a head or foot, in which & begins a command."""
    return said.replace("&", "&&")


def cut(said: str, most: int) -> str:
    """Words of at most so many letters; that there were more is to be seen."""
    return said if len(said) <= most else f"{said[: most - 1].rstrip()}…"
