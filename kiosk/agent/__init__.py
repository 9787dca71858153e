"""The kiosk agent: serves the kiosk's page on its own box, owns the printer, never loses a slip."""
