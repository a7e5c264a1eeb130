"""TODO of the part signals."""

from dashboard.ui.tips.scope import Scope


def signals(scope: Scope) -> None:
    """Draw the part."""
