"""The app in a real browser; a package, so that all of it may share a fixture."""
