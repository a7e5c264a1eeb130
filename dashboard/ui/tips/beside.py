"""TODO of the part beside."""

from dashboard.ui.tips.scope import Scope


def beside(scope: Scope) -> None:
    """Draw the part."""
