"""Lists of the demo firm: plain data, no code; a bulk loader reads the same lists."""
