"""Counts as they may be published: in words, on a map, in a table with its file."""
