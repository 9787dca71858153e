"""What a scanner read, told apart by its content. Pure: no clock, no I/O, nothing kept."""
