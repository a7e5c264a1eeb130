"""The weekly page as a file: its tiles, lists and map in words, set on one A4."""
