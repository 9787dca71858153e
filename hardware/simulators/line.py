"""The far end of the wire: a pty with a stable name, or a TCP port."""

import os
import select
import socket
import tty
from pathlib import Path
from typing import Protocol


class Line(Protocol):
    """Where a simulated device sits. Opening an open line and closing a closed one do nothing."""

    def open(self) -> None:
        """Plug the cable in."""

    def read(self, most: int) -> bytes:
        """Return up to that many bytes that have come, b"" when none have."""

    def write(self, data: bytes) -> None:
        """Send bytes; they are lost when nobody is at the other end."""

    def close(self) -> None:
        """Pull the cable."""


class PtyLine:
    """A pseudo terminal; `link` is a symbolic link to the device that the host opens."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self._ends: tuple[int, int] | None = None

    def open(self) -> None:
        """Make the pty and its link."""
        if self._ends is not None:
            return
        near, far = os.openpty()
        tty.setraw(near)
        tty.setraw(far)
        os.set_blocking(near, False)
        self._ends = near, far
        self.link.parent.mkdir(parents=True, exist_ok=True)
        waiting = self.link.with_name(self.link.name + ".new")
        waiting.unlink(missing_ok=True)
        waiting.symlink_to(os.ttyname(far))
        os.replace(waiting, self.link)

    def read(self, most: int) -> bytes:
        """Return what has come."""
        assert self._ends is not None
        try:
            return os.read(self._ends[0], most)
        except (BlockingIOError, OSError):
            return b""

    def write(self, data: bytes) -> None:
        """Send bytes."""
        assert self._ends is not None
        try:
            os.write(self._ends[0], data)
        except (BlockingIOError, OSError):
            return

    def close(self) -> None:
        """Close both ends; the host's reads and writes fail from now on."""
        if self._ends is not None:
            self.link.unlink(missing_ok=True)
            for end in self._ends:
                os.close(end)
            self._ends = None


class TcpLine:
    """A listening TCP port (as port 9100 of a network printer); one host at a time. `visits` counts them."""

    def __init__(self, port: int, address: str = "127.0.0.1") -> None:
        self.visits = 0
        self.port = port
        self.address = address
        self._listener: socket.socket | None = None
        self._host: socket.socket | None = None

    def open(self) -> None:
        """Listen."""
        if self._listener is None:
            self._listener = socket.create_server((self.address, self.port))
            self._listener.settimeout(0)

    def read(self, most: int) -> bytes:
        """Return what has come, letting a host in when none is connected."""
        if self._host is None and not self._admit():
            return b""
        assert self._host is not None
        try:
            data = self._host.recv(most)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self._leave()
        return data

    def write(self, data: bytes) -> None:
        """Send bytes."""
        if self._host is None:
            return
        try:
            self._host.sendall(data)
        except OSError:
            self._leave()

    def close(self) -> None:
        """Hang up and stop listening."""
        self._leave()
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def _admit(self) -> bool:
        assert self._listener is not None
        if not select.select([self._listener], [], [], 0)[0]:
            return False
        self._host, _ = self._listener.accept()
        self.visits += 1
        self._host.settimeout(0)
        return True

    def _leave(self) -> None:
        if self._host is not None:
            self._host.close()
            self._host = None
