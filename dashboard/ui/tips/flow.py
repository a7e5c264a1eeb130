"""TODO of the part flow."""

from dashboard.ui.tips.scope import Scope


def flow(scope: Scope) -> None:
    """Draw the part."""
