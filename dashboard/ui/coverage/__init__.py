"""What the page on coverage against risk shows, part by part."""
