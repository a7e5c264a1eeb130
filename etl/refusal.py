"""What stops a file or a build, and the words for every reason (etl/messages.toml)."""

import functools

from etl import paths


class BuildError(Exception):
    """Nothing was published; the old version stays."""


class RefusalError(Exception):
    """The file is not loaded; `reason` is a key of messages.toml.

    Attributes:
        reason: "file.…".
        values: What fills the placeholders of the two texts; never personal data. A
            `found` of messages.toml ("found.cells") is said in the text's language.
    """

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values

    def text(self, lang: str) -> str:
        """What was found and what to do, in "th" or "en"."""
        words = messages()[self.reason]
        found = _words().get(str(self.values.get("found")), {}).get(lang)
        values = self.values
        if found:
            values = values | {"found": found.format(**values)}
        return f"{words[lang]} {words[f'do_{lang}']}".format(**values)


@functools.cache
def messages() -> dict[str, dict[str, str]]:
    """All reasons: th, en (what was found), do_th, do_en (what to do)."""
    return {name: w for name, w in _words().items() if not name.startswith("found.")}


@functools.cache
def _words() -> dict[str, dict[str, str]]:
    import tomllib  # noqa: PLC0415 - slow to load, and a clean file needs no words

    raw = tomllib.loads((paths.ROOT / "etl" / "messages.toml").read_text("utf-8"))
    return {
        f"{part}.{name}": words
        for part, reasons in raw.items()
        for name, words in reasons.items()
    }


def words_of(reason: str) -> dict[str, str]:
    """The words for a row's reason such as `received_on.invalid_date`.

    A reason of its own (`province.unknown`) goes before that of its problem in any
    field (`value.unknown`).
    """
    known = messages()
    if reason in known:
        return known[reason]
    return known["value." + reason.partition(".")[2]]
