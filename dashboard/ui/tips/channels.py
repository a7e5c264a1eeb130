"""TODO of the part channels."""

from dashboard.ui.tips.scope import Scope


def channels(scope: Scope) -> None:
    """Draw the part."""
