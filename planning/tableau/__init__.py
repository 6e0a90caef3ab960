"""The board and the calendars: one window of time, read once, shown in several ways."""
