"""Pages of notifications: the inbox, what the bell shows, preferences, mails without a server."""
