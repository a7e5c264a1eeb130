"""Marts of what stands out in tips: signals, delays, clusters and their budget."""
