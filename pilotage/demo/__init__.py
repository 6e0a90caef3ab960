"""Demo data: a believable Moroccan maintenance contractor, the same for the same seed and day."""
