"""python -m hardware.simulators"""

from hardware.simulators.cli import simulate

simulate(prog_name="simulate")
