"""The real server in a process of its own, and what it uses of the machine."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Server:
    """`motcua serve` on a free port."""

    data: Path
    database: str
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None

    def __enter__(self) -> Self:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [
            sys.executable, "-m", "queue_server.cli", "serve", "--data", str(self.data), "--database", self.database,
            "--port", str(self.port),
        ]  # fmt: skip
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(200):
            try:
                urlopen(f"http://127.0.0.1:{self.port}/api/v1/healthz", timeout=2).close()
                return self
            except (URLError, OSError):
                time.sleep(0.1)
        self.__exit__()
        raise RuntimeError("the server did not start")

    def __exit__(self, *_: object) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait(20)

    def cpu_seconds(self) -> float:
        """Return the CPU time of all its processes."""
        return sum(self._ticks(pid) for pid in self._pids()) / TICKS

    def megabytes(self) -> float:
        """Return the resident memory of its largest process."""
        return max(self._kilobytes(pid) for pid in self._pids()) / 1024

    def _pids(self) -> list[int]:
        assert self.process is not None
        parent = self.process.pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return [parent, *map(int, children)]

    def _ticks(self, pid: int) -> int:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    def _kilobytes(self, pid: int) -> int:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        return 0
