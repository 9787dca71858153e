"""Device sessions: which devices are present."""
