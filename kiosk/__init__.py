"""The citizen's kiosk: its pages, what a slip says, and the agent that owns the kiosk's devices."""
