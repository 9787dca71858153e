"""motcua-agent in a Python that lacks what Windows lacks: `python like_windows.py run …`.

All that others wrote is loaded first, for it has branches of its own for Windows. Then every module of `kiosk` and
`hardware` but the simulators is loaded anew, told that this is Windows; the modules of POSIX are refused to them, and
names of `os` and other modules that Windows does not have are taken away for good.
"""

import builtins
import os
import pkgutil
import select
import signal
import socket
import sys
import time
from importlib import import_module
from types import ModuleType

HOUSES = ("kiosk", "hardware")
POSIX = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
LACKING = {
    os: (
        *("fork", "forkpty", "openpty", "ttyname", "getuid", "geteuid", "getgid", "getegid", "setuid", "setsid"),
        *("killpg", "getpgid", "major", "minor", "mkfifo", "chown", "fchmod", "getloadavg", "sysconf", "nice"),
        "sched_getaffinity",
    ),
    signal: ("SIGHUP", "SIGKILL", "SIGUSR1", "SIGUSR2", "SIGALRM", "alarm", "pause"),
    select: ("poll", "epoll"),
    socket: ("AF_UNIX",),
    time: ("CLOCK_BOOTTIME", "clock_gettime"),
}


def ours():
    """Return the names of all our modules that a kiosk box may load."""
    found = []
    for house in HOUSES:
        package = import_module(house)
        found += [house, *(each.name for each in pkgutil.walk_packages(package.__path__, f"{house}."))]
    return [name for name in found if "simulators" not in name and not name.endswith("__main__")]


def hide():
    """Take away what Windows lacks."""
    plain = builtins.__import__

    def refusing(name, globals=None, locals=None, fromlist=(), level=0):
        asks = str((globals or {}).get("__name__", ""))
        if level == 0 and name.partition(".")[0] in POSIX and asks.partition(".")[0] in HOUSES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return plain(name, globals, locals, fromlist, level)

    builtins.__import__ = refusing
    for module, names in LACKING.items():
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    locks = ModuleType("msvcrt")
    locks.LK_NBLCK, locks.locking = 2, lambda _descriptor, _mode, _bytes: None
    sys.modules["msvcrt"] = locks


def load_anew(names):
    """Load our modules as Windows would."""
    for name in [each for each in sys.modules if each.partition(".")[0] in HOUSES]:
        del sys.modules[name]
    system, sys.platform = sys.platform, "win32"
    try:
        for name in names:
            import_module(name)
    finally:
        sys.platform = system


if __name__ == "__main__":
    everything = ours()
    for each in everything:
        import_module(each)
    hide()
    load_anew(everything)
    print(f"{len(everything)} modules", flush=True)
    sys.modules["kiosk.agent.cli"].main()
