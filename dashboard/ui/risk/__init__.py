"""The parts of the risk index page."""
