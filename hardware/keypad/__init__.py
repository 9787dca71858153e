"""Call keypads, and buttons with lamps, at counters: many behind one serial line or one wireless base."""
