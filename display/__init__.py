"""What the hall sees and hears: the lobby board, calls read aloud, their clips."""
