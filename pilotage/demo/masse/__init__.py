"""The demo at scale: three years of a large firm, told row by row and loaded in bulk."""
