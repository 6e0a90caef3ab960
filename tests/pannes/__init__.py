"""Real processes killed under load: no event is lost, inside once, outside at least once."""
