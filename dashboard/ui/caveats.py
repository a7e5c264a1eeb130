"""What an exhibit does not say, and says beneath itself: data/text/caveats.toml."""

from dashboard.text import texts
from dashboard.ui.words import words


def caveats_of(page: str, key: str, said: tuple[str, ...]) -> tuple[str, ...]:
    """The caveats of an exhibit: its own, those that were said, else the page's.

    Args:
        page: On which it stands.
        key: Of the exhibit; the table behind a picture has the picture's caveat.
        said: What the page says beneath it.
    """
    own = f"caveat_{key.removesuffix('_rows')}"
    if own in texts():
        return tuple(dict.fromkeys((words(own), *said)))
    return said or (words(f"caveat_{page}"),)
