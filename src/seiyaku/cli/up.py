"""`seiyaku up`: serve the instance."""

from __future__ import annotations

import ipaddress
import os

from seiyaku.core.errors import Unavailable
from seiyaku.core.language import Text
from seiyaku.keys import memory

from .frame import command, option
from .ports import PORT, demand_free
from .speech import voice

SAID = Text(
    "インスタンスを動かす（既定ではこの機械からだけ見える）\n外へ開くには、点検がすべて通っている必要があります。",
    "Serve the instance (on this machine alone, by default)\nTo open it further, the doctor must find nothing red.",
)
SERVING = Text("ポリシーを掲示しています: {0}   終わるには Ctrl+C", "The policy is up at {0}   Ctrl+C ends it")
BLOCKING = 32  # reads share commits when many wait at once (ledger)
PATIENCE = 10  # seconds for what is being answered; a worker that Ctrl-C met while it started would never hear of it


@command("up", SAID)
@option("--host", default="127.0.0.1", show_default=True, help=Text("待ち受けるアドレス", "the address to listen on"))
@option("--port", type=PORT, default=8000, show_default=True, help=Text("待ち受けるポート", "the port to listen on"))
def up(host: str, port: int) -> None:
    """Serve until stopped."""
    memory.begin()
    from .readiness import demand_instance, demand_key

    demand_instance()
    demand_key()
    demand_free(host, port)
    if not is_loopback(host):
        _refuse_unless_well()
    address = f"http://{'localhost' if is_loopback(host) else host}:{port}/"
    voice.tell(SERVING.filled(address), "green")
    serve(host, port)


def serve(host: str, port: int) -> None:
    """
    Serve with one worker, which also runs the jobs; returns when it is stopped.

    The worker is a process of its own: this one needs neither Django nor a connection to the database.
    """
    os.environ["SEIYAKU_SERVING"] = "yes"
    serve_application("seiyaku.config.wsgi:application", host, port)


def serve_application(application: str, host: str, port: int) -> None:
    """Serve a WSGI application, `module:name`, with one worker; returns when it is stopped."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=BLOCKING,
        workers_kill_timeout=PATIENCE,
        websockets=False,
        log_level=LogLevels.error,  # its advice on thread counts is not for the operator
        log_access=False,  # an address line of a page would be a log of who reads what
    ).serve()


def is_loopback(host: str) -> bool:
    """Tell whether nobody but this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_unless_well() -> None:
    from django.conf import settings
    from django.db import connections

    from .readiness import get_ready

    get_ready(instance=True)
    from seiyaku.evidence.posture import examine

    if settings.LOOPBACK_ONLY:
        raise Unavailable("SEIYAKU_LOOPBACK_ONLY is yes: set it to no to serve other machines, behind a TLS proxy")
    red = sorted({finding.check for finding in examine() if finding.state == "red"})
    connections.close_all()
    if red:
        raise Unavailable(f"`seiyaku doctor` finds red: {', '.join(red)}; only this machine may be served")
