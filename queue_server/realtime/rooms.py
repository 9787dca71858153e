"""Who is connected, and in which room. The server decides rooms from the caller's identity; a client names none."""

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

from queue_server.domain.roles import Permission
from queue_server.store.devices import Device
from queue_server.store.staff import Staff


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One connected socket."""

    sid: str
    centre_id: int
    rooms: tuple[str, ...]
    device_id: str | None = None
    staff_id: int | None = None


def board_room(hall_id: int) -> str:
    """Return the room of the boards of a hall."""
    return f"board:{hall_id}"


def staff_room(staff_id: int) -> str:
    """Return the room of a person's consoles."""
    return f"staff:{staff_id}"


def manager_room(centre_id: int) -> str:
    """Return the room of the managers of a centre."""
    return f"manager:{centre_id}"


def device_room(device_id: str) -> str:
    """Return the room of an agent."""
    return f"device:{device_id}"


def rooms_of_device(device: Device) -> tuple[str, ...]:
    """Return the rooms a device belongs to."""
    own = device_room(device.id)
    return (own, board_room(device.hall_id)) if device.kind == "board" else (own,)


def rooms_of_staff(staff: Staff, permissions: frozenset[Permission]) -> tuple[str, ...]:
    """Return the rooms a person belongs to."""
    rooms = []
    if Permission.COUNTER_OPERATE in permissions:
        rooms.append(staff_room(staff.id))
    if Permission.MANAGER_VIEW in permissions:
        rooms.append(manager_room(staff.centre_id))
    return tuple(rooms)


@dataclass(slots=True)
class Members:
    """The sockets of this process, safe to use from any thread."""

    most: int
    _by_sid: dict[str, Member] = field(default_factory=dict)
    _sizes: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def admit(self, member: Member) -> bool:
        """Add a socket; False when the process has as many as its threads can carry."""
        with self._lock:
            if len(self._by_sid) >= self.most:
                return False
            self._by_sid[member.sid] = member
            self._sizes.update(member.rooms)
            return True

    def leave(self, sid: str) -> None:
        """Forget a socket."""
        with self._lock:
            member = self._by_sid.pop(sid, None)
            if member is not None:
                self._sizes.subtract(member.rooms)
                self._sizes = +self._sizes

    def in_room(self, room: str) -> bool:
        """Say whether anybody is in the room."""
        return room in self._sizes

    def staff_of(self, centre_id: int) -> list[int]:
        """Return the people of the centre who are connected, in the order of their ids."""
        return sorted({m.staff_id for m in self.all() if m.staff_id is not None and m.centre_id == centre_id})

    def all(self) -> tuple[Member, ...]:
        """Return all sockets."""
        with self._lock:
            return tuple(self._by_sid.values())
