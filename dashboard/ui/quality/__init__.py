"""What the page on data quality shows, part by part."""
