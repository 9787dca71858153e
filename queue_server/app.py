"""The composition root: settings in, a working application out."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from flask import Flask, g
from flask_socketio import SocketIO
from werkzeug.middleware.proxy_fix import ProxyFix

from queue_server.devices.alerts import AlertCourier
from queue_server.devices.presence import Caretaker
from queue_server.devices.reminders import Courier
from queue_server.realtime.feeds import Feeds
from queue_server.realtime.listener import Listener
from queue_server.realtime.relay import Relay
from queue_server.realtime.rooms import Members
from queue_server.realtime.sockets import open_sockets
from queue_server.store.engine import Store
from queue_server.store.kept_keys import kept_key
from queue_server.usecases.context import Clock, Context
from queue_server.web.api import (
    admin,
    api,
    appointments,
    bank,
    board,
    books,
    books_files,
    counter,
    devices,
    dossiers,
    fee_review,
    fee_sheets,
    health,
    keypads,
    kiosk,
    kiosk_money,
    leases,
    manager,
    money,
    paper,
    papers,
    phone_money,
    procedures,
    province,
    settling,
    staff,
    steering,
    terminals,
    tills,
)
from queue_server.web.assets import assets_version, pages_blueprint
from queue_server.web.caller import DEVICE_COOKIE, STAFF_COOKIE
from queue_server.web.problems import HANDLERS
from queue_server.web.security import secure
from queue_server.web.voices import voices_blueprint

LARGEST_BODY = 65_536
THREADS = 256
THREADS_FOR_REQUESTS = 32
"""Threads that sockets may not use up: when they do, even the health page hangs."""

ENDPOINT_MODULES = (
    admin,
    appointments,
    bank,
    board,
    books,
    books_files,
    counter,
    devices,
    dossiers,
    fee_review,
    fee_sheets,
    health,
    keypads,
    kiosk,
    kiosk_money,
    leases,
    manager,
    money,
    paper,
    papers,
    phone_money,
    procedures,
    province,
    settling,
    staff,
    steering,
    terminals,
    tills,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation chooses. `public_url` is what a citizen's phone can reach; reminders of appointments are
    posted to `reminder_hook`, and to `alert_hook` what has been wrong with a device for `alert_minutes`. `proxies` is
    how many reverse proxies of ours stand before the server: limits are an address, and theirs is nobody's."""

    database_url: str
    public_url: str
    data: Path
    https: bool = False
    reminder_hook: str | None = None
    alert_hook: str | None = None
    alert_minutes: int = 5
    proxies: int = 0
    most_sockets: int = THREADS - THREADS_FOR_REQUESTS
    clock: Clock = field(default_factory=Clock)

    @property
    def built_voices(self) -> Path:
        """Where `motcua voices build` puts its clips."""
        return self.data / "voices" / "built"

    @property
    def custom_voices(self) -> Path:
        """Where a centre lays its own recordings."""
        return self.data / "voices" / "custom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A composed application. `start` begins the background work, `stop` ends it and closes the database."""

    flask: Flask
    socketio: SocketIO
    context: Context
    relay: Relay
    caretaker: Caretaker
    listener: Listener | None
    courier: Courier | None = None
    alert_courier: AlertCourier | None = None

    def start(self) -> None:
        """Begin to relay the journal."""
        self.relay.start()
        self.caretaker.start()
        for worker in (self.listener, self.courier, self.alert_courier):
            if worker is not None:
                worker.start()

    def stop(self) -> None:
        """End all background work."""
        for worker in (self.alert_courier, self.courier, self.listener, self.caretaker, self.relay):
            if worker is not None:
                worker.stop()
        self.context.store.close()


def create_app(settings: Settings) -> Application:
    """Compose the application. The database must have been migrated."""
    context = Context(
        store=Store(settings.database_url),
        clock=settings.clock,
        public_url=settings.public_url.rstrip("/"),
        assets=assets_version(),
        citizen_key=kept_key(settings.data / "citizen.key"),
        data=settings.data,
    )
    app = _flask(settings, context)
    members = Members(most=settings.most_sockets)
    socketio = open_sockets(app, context, members, cookies=(STAFF_COOKIE, DEVICE_COOKIE))
    relay = Relay(
        context.store,
        Feeds(context),
        members,
        emit=lambda event, data, room: socketio.emit(event, data, to=room),
        cut=socketio.server.disconnect,
    )
    caretaker = Caretaker(
        context,
        lambda: [(member.centre_id, member.device_id) for member in members.all() if member.device_id],
        hooked=settings.reminder_hook is not None,
        alerts_hooked=settings.alert_hook is not None,
        patience=timedelta(minutes=settings.alert_minutes),
    )
    listener = None if context.store.is_sqlite else Listener(context.store.url, relay.wake)
    return Application(
        flask=app,
        socketio=socketio,
        context=context,
        relay=relay,
        caretaker=caretaker,
        listener=listener,
        courier=_courier(settings, context),
        alert_courier=_alert_courier(settings, context),
    )


def _courier(settings: Settings, context: Context) -> Courier | None:
    if settings.reminder_hook is None:
        return None
    return Courier(context, url=settings.reminder_hook, key=kept_key(settings.data / "reminder-hook.key"))


def _alert_courier(settings: Settings, context: Context) -> AlertCourier | None:
    if settings.alert_hook is None:
        return None
    return AlertCourier(context, url=settings.alert_hook, key=kept_key(settings.data / "alert-hook.key"))


def _flask(settings: Settings, context: Context) -> Flask:
    app = Flask("queue_server", static_folder=None, template_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY, SESSION_COOKIE_SECURE=settings.https)
    app.url_map.strict_slashes = False
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0)  # type: ignore[method-assign]
    app.extensions["motcua"] = context
    app.before_request(_name_request)
    secure(app, https=settings.https)
    for kind, handler in HANDLERS:
        app.register_error_handler(kind, handler)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(pages_blueprint(context.assets))
    app.register_blueprint(voices_blueprint(custom=settings.custom_voices, built=settings.built_voices))
    return app


def _name_request() -> None:
    g.request_id = secrets.token_hex(6)
