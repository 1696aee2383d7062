"""Whether a server may listen where it is to."""

from __future__ import annotations

import errno
import socket

import click

from seiyaku.core.errors import InputError, Unavailable

PORT = click.IntRange(1, 65535)


def demand_free(host: str, port: int) -> None:
    """
    Refuse a port that somebody listens on: two servers of one user would share it, each answering some of the asks.

    Raises:
        InputError: the host is no address of this machine.
        Unavailable: the port is taken, or not for this user.
    """
    try:
        (family, kind, protocol, _, address), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise InputError(where="--host", found=host, expected="an address of this machine") from None
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise _why(error, host, port) from None


def _why(error: OSError, host: str, port: int) -> Exception:
    if error.errno == errno.EADDRINUSE:
        return Unavailable(f"port {port} is taken: end what listens there, or name another with --port")
    if error.errno in {errno.EACCES, errno.EPERM}:
        return Unavailable(f"port {port} is not for this user: name one above 1023 with --port")
    if error.errno == errno.EADDRNOTAVAIL:
        return InputError(where="--host", found=host, expected="an address of this machine")
    return error
