"""The pieces of the page on which analysts put any figure on a map."""
