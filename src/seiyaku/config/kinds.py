"""
What a setting may be: yes or no, a number, an address, a database, the place of a key.

Each function reads one setting and stops the start when it is not of its kind. What may hold a secret is not said back.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

from seiyaku.core.errors import InputError

from .reading import home, said

KEY_PLACES = "file:PATH, env:NAME or pkcs11:MODULE?token=…&label=…"
DATABASES = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME"
NO_ADDRESS = "another kind of address"
HOSTS = "names of hosts, commas between, without https:// and without ports"
RECEIVERS = "folders, SCHEME://PLACE, https://HOST or mailto:NAME@HOST, spaces between"


def flag(name: str, *, default: bool) -> bool:
    """Return the setting `name` as yes or no."""
    value, where = said(name, "yes" if default else "no")
    if value.lower() in {"yes", "true", "1", "on"}:
        return True
    if value.lower() in {"no", "false", "0", "off"}:
        return False
    raise InputError(where=where, found=repr(value), expected="yes or no, in these words")


def choice(name: str, among: tuple[str, ...]) -> str:
    """Return the setting `name`, one of `among`; the first when it is not set."""
    value, where = said(name, among[0])
    if value not in among:
        raise InputError(where=where, found=repr(value), expected=f"one of {', '.join(among)}")
    return value


def whole(name: str, default: int, *, least: int = 0, most: int = 1 << 53) -> int:
    """Return the setting `name` as a whole number from `least` to `most`."""
    value, where = said(name, str(default))
    number = int(value) if re.fullmatch("[0-9]{1,18}", value) else -1
    if not least <= number <= most:
        raise InputError(where=where, found=repr(value), expected=f"a whole number from {least} to {most}")
    return number


def zone(name: str, default: str) -> str:
    """Return the setting `name` as the name of a time zone."""
    value, where = said(name, default)
    try:
        return ZoneInfo(value).key
    except (KeyError, OSError, ValueError):  # unknown, a folder of zones, or a path
        raise InputError(where=where, found=repr(value), expected="a time zone such as Asia/Tokyo") from None


def hosts(name: str, default: str) -> list[str]:
    """Return the setting `name` as names of hosts."""
    value, where = said(name, default)
    names = [one.strip() for one in value.split(",")]
    if not all(re.fullmatch(r"\*|\.?[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]", one) for one in names):
        raise InputError(where=where, found=repr(value), expected=HOSTS)
    return names


def page(name: str, default: str) -> str:
    """Return the setting `name` as an address on the web; nothing where that is the default."""
    value, where = said(name, default)
    if not _is_web(value) and (value or default):
        raise InputError(where=where, found=NO_ADDRESS, expected="https://HOST")
    return value


def _is_web(value: str) -> bool:
    return bool(re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", value)) and _port(value)


def _port(address: str) -> bool:
    """Tell whether the port in an address, if there is one, can be one."""
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


def mail_server(name: str) -> str:
    """Return the setting `name` as HOST or HOST:PORT, or nothing."""
    value, where = said(name, "")
    if value and not (
        re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?", value) and _port(f"//{value}")
    ):
        raise InputError(where=where, found=NO_ADDRESS, expected="HOST or HOST:PORT of the mail server")
    return value


def mailbox(name: str, default: str) -> str:
    """Return the setting `name` as the address of a mailbox."""
    value, where = said(name, default)
    if not re.fullmatch(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+", value):
        raise InputError(where=where, found="another kind of mail address", expected="NAME@HOST")
    return value


def receivers(name: str) -> list[str]:
    """Return the setting `name` as folders, buckets, witnesses and mailboxes, spaces between."""
    value, where = said(name, "")
    for one in value.split():
        scheme, colon, rest = one.partition(":")
        if not colon or scheme == "file":
            continue
        is_mailbox = scheme == "mailto" and re.fullmatch(r"[^\s@<>,;?&\"]+@[^\s@<>,;?&\"]+", rest)
        if not is_mailbox and (scheme == "mailto" or not re.fullmatch("//[^/].*", rest) or not _port(one)):
            raise InputError(where=where, found=NO_ADDRESS, expected=RECEIVERS)
    return value.split()


def place_of_key(name: str, default: str) -> str:
    """Return the setting `name` as the place of an operator's key, or nothing where `default` is nothing."""
    value, where = said(name, default)
    if value != default and not re.fullmatch("(file|env|pkcs11):.+", value):
        raise InputError(where=where, found="another kind of place", expected=KEY_PLACES)
    return value


def database(name: str, default: str) -> dict[str, Any] | None:
    """Return Django's description of the database that the setting `name` names; None where nothing does."""
    value, where = said(name, default)
    return database_at(value, where) if value or default else None


def database_at(url: str, where: str = "the database") -> dict[str, Any]:
    """
    Return Django's description of the database at `url`.

    `sqlite:///relative.db`, `sqlite:////absolute.db`, or `postgresql://user:password@host:port/name`; for PostgreSQL
    the query string is handed to the driver (`?host=/run/postgresql` for a socket).
    """
    parts = urlsplit(url) if _port(url) else urlsplit("")
    if parts.scheme == "sqlite" and not parts.netloc and parts.path.strip("/"):
        return _sqlite(parts.path.removeprefix("/"))
    if parts.scheme in {"postgresql", "postgres"} and parts.path.strip("/"):
        return _postgresql(parts)
    raise InputError(where=where, found=NO_ADDRESS, expected=DATABASES)


def _postgresql(parts: SplitResult) -> dict[str, Any]:
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {**query, "application_name": "seiyaku"},
    }


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "seiyaku.config.sqlite3",
        "NAME": str(Path(name) if name.startswith("/") else home() / name),
        "CONN_MAX_AGE": None,  # opening costs more than a read; closing the last one empties the log
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF"
            ),
        },
    }
