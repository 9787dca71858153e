"""Live push: the relay that tails the journal, and the rooms it speaks to. Sockets carry state, never truth."""
