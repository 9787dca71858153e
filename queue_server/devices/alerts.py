"""Alerts about devices on the wire."""

from queue_server.devices import hook
from queue_server.usecases.alerting import AlertPost, claim_alert_post, settle_alert_post
from queue_server.usecases.context import Context


class AlertCourier(hook.Courier[AlertPost]):
    """Tells of alerts raised and ended."""

    def __init__(self, context: Context, *, url: str, key: bytes) -> None:
        super().__init__(context, name="alerts", url=url, key=key, claim=claim_alert_post, settle=settle_alert_post)
