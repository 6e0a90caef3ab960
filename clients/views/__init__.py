"""Pages of client firms."""
