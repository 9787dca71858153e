"""python -m queue_server.cli"""

from queue_server.cli import main

main(prog_name="motcua")
