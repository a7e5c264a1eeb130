"""Everything the pages are made of: words, data access, figures, shared pieces."""
