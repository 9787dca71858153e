"""How fast it is: the real server over HTTP and Socket.IO, measured from outside. `python -m bench --help`."""
