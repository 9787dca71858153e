"""Card terminals as a semi-integrated till sees them: an amount goes out, a verdict comes back, no card number ever."""
