"""Pages around a list: saved views, columns, peek, export."""
