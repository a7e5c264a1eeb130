"""Statistical methods with their sources; imported by etl and dashboard."""
