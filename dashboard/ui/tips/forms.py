"""TODO of the part forms."""

from dashboard.ui.tips.scope import Scope


def forms(scope: Scope) -> None:
    """Draw the part."""
