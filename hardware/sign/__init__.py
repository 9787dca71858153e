"""LED panels at counters, many on one RS-485 line."""
