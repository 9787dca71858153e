"""Ways to hand an application in."""

from enum import StrEnum


class ChannelKind(StrEnum):
    """How an application may be handed in."""

    COUNTER = "counter"
    POST = "post"
    ONLINE = "online"
    OTHER = "other"
