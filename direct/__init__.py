"""Real time: one socket a tab carries signals (type, id, version); pages fetch what changed."""
