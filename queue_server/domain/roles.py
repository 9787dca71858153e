"""Who may do what. Roles are data: a role is a set of permissions, and nothing asks for a role by name."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Permission(StrEnum):
    """What a request can need. The last six belong to devices, never to a staff role."""

    COUNTER_OPERATE = "counter.operate"
    MANAGER_VIEW = "manager.view"
    DEVICE_MANAGE = "device.manage"
    CENTRE_STEER = "centre.steer"
    CENTRE_ADMINISTER = "centre.administer"
    PROVINCE_VIEW = "province.view"
    APPOINTMENT_KEEP = "appointment.keep"
    MONEY_SETTLE = "money.settle"
    API_READ = "api.read"
    TICKET_ISSUE = "ticket.issue"
    KIOSK_PAY = "kiosk.pay"
    BOARD_READ = "board.read"
    KEYPAD_PRESS = "keypad.press"
    TERMINAL_WORK = "terminal.work"
    DEVICE_SELF = "device.self"


ROLES: Mapping[str, frozenset[Permission]] = MappingProxyType(
    {
        "clerk": frozenset({Permission.COUNTER_OPERATE, Permission.APPOINTMENT_KEEP, Permission.API_READ}),
        "manager": frozenset(
            {
                Permission.MANAGER_VIEW,
                Permission.DEVICE_MANAGE,
                Permission.CENTRE_STEER,
                Permission.APPOINTMENT_KEEP,
                Permission.MONEY_SETTLE,
                Permission.API_READ,
            }
        ),
        "admin": frozenset(
            {
                Permission.COUNTER_OPERATE,
                Permission.MANAGER_VIEW,
                Permission.DEVICE_MANAGE,
                Permission.CENTRE_STEER,
                Permission.APPOINTMENT_KEEP,
                Permission.CENTRE_ADMINISTER,
                Permission.MONEY_SETTLE,
                Permission.API_READ,
            }
        ),
        "auditor": frozenset({Permission.MANAGER_VIEW, Permission.API_READ}),
        "province": frozenset({Permission.PROVINCE_VIEW, Permission.API_READ}),
    }
)

DEVICE_KINDS: Mapping[str, frozenset[Permission]] = MappingProxyType(
    {
        "kiosk": frozenset(
            {Permission.TICKET_ISSUE, Permission.KIOSK_PAY, Permission.TERMINAL_WORK, Permission.DEVICE_SELF}
        ),
        "board": frozenset({Permission.BOARD_READ, Permission.DEVICE_SELF}),
        "keypad": frozenset({Permission.KEYPAD_PRESS, Permission.DEVICE_SELF}),
        "terminal": frozenset({Permission.TERMINAL_WORK, Permission.DEVICE_SELF}),
    }
)


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """Return what the roles allow together; an unknown role allows nothing."""
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))
