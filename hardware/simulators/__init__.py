"""Simulated devices: the far end of the wire. They follow the published protocols and misbehave on command."""
