"""TODO of the part week."""

from dashboard.ui.tips.scope import Scope


def week(scope: Scope) -> None:
    """Draw the part."""
