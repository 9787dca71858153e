"""python -m kiosk.agent"""

from kiosk.agent.cli import main

main(prog_name="motcua-agent")
