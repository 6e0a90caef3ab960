"""Real processes killed under load: every event is delivered, inside once, outside at least once."""
