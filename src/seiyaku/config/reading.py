"""
The one reader of settings.

`env("SECRET_KEY")` takes `SEIYAKU_SECRET_KEY`, or the file named by `SEIYAKU_SECRET_KEY_FILE`, or the line of the same
name in `settings.env` of the instance folder (`SEIYAKU_HOME`), and stops the start when nonsense is given.
"""

from __future__ import annotations

import os
import re
import tomllib
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "SEIYAKU_"


def home() -> Path:
    """Return the instance folder: `SEIYAKU_HOME`, or `seiyaku-instance` below the present folder."""
    return Path(os.environ.get(PREFIX + "HOME", "seiyaku-instance")).absolute()


def _lines(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    pairs: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or not name.startswith(PREFIX):
            raise ImproperlyConfigured(f"{path.name}:{number}: expected {PREFIX}NAME=value")
        pairs[name.strip()] = value.strip()
    return pairs


def env(name: str, default: str | None = None) -> str:
    """Return the setting `name`, or `default`; with neither, stop."""
    key = PREFIX + name
    if key in os.environ:
        return os.environ[key]
    if key + "_FILE" in os.environ:
        return Path(os.environ[key + "_FILE"]).read_text(encoding="utf-8").strip()
    kept = _lines(home() / "settings.env")
    if key in kept:
        return kept[key]
    if key + "_FILE" in kept:
        return (home() / kept[key + "_FILE"]).read_text(encoding="utf-8").strip()
    if default is None:
        raise ImproperlyConfigured(f"{key} is not set: run `seiyaku init`, or set it")
    return default


def flag(name: str, *, default: bool) -> bool:
    """Return the setting `name` as yes or no."""
    value = env(name, "yes" if default else "no").lower()
    if value in {"yes", "true", "1", "on"}:
        return True
    if value in {"no", "false", "0", "off"}:
        return False
    raise ImproperlyConfigured(f"{PREFIX}{name}={value!r}: expected yes or no")


def choice(name: str, among: tuple[str, ...]) -> str:
    """Return the setting `name`, one of `among`; the first when it is not set."""
    value = env(name, among[0])
    if value not in among:
        raise ImproperlyConfigured(f"{PREFIX}{name}={value!r}: expected {' or '.join(among)}")
    return value


SIGN_IN = {"issuer", "client_id", "client_secret_file", "proof", "acr", "label"}
NAME = re.compile(r"(?!back$)[a-z0-9][a-z0-9-]{0,39}")


def sign_ins(file: str, beside: str = "") -> tuple[dict[str, Any], ...]:
    """
    Return the sign-ins that a file of TOML names, a table each; `beside`: the issuer that stands in the settings.

    Whatever is not as it must be stops the start: an unknown word, two of one issuer, JPKI without its contexts.
    """
    if not file:
        return ()
    path = home() / file
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"{PREFIX}SIGN_INS: {path.name} cannot be read: {error}") from None
    made = tuple(_sign_in(name, said) for name, said in tables.items())
    issuers = [beside, *(one["issuer"] for one in made)]
    if twice := {issuer for issuer in issuers if issuer and issuers.count(issuer) > 1}:
        raise ImproperlyConfigured(f"{PREFIX}SIGN_INS: {', '.join(sorted(twice))}: expected each issuer once")
    return made


def _sign_in(name: str, said: Any) -> dict[str, Any]:
    def must(true: object, expected: str) -> None:
        if not true:
            raise ImproperlyConfigured(f"{PREFIX}SIGN_INS, [{name}]: expected {expected}")

    must(NAME.fullmatch(name), "a name of small letters, digits and hyphens, other than back")
    must(isinstance(said, dict) and set(said) <= SIGN_IN, f"a table of {', '.join(sorted(SIGN_IN))}")
    for word in ("issuer", "client_id"):
        must(isinstance(said.get(word), str) and said[word], word)
    label, acr, proof = said.get("label"), said.get("acr", []), said.get("proof", "login")
    must(isinstance(label, dict) and set(label) == {"ja", "en"} and all(label.values()), "label = {ja = …, en = …}")
    must(isinstance(acr, list) and all(isinstance(one, str) and one for one in acr), "acr = [contexts]")
    must(proof in {"login", "jpki"}, "proof of login or jpki")
    must(proof == "login" or acr, "the contexts to demand in acr, where proof is jpki")
    secret = said.get("client_secret_file", "")
    must(isinstance(secret, str), "client_secret_file, the name of a file")
    return {
        "name": name, "issuer": said["issuer"], "client": said["client_id"], "proof": proof, "acr": acr, "label": label,
        "secret": partial(_secret, secret),
    }  # fmt: skip


def _secret(file: str) -> str:
    return (home() / file).read_text(encoding="utf-8").strip() if file else ""


def database(url: str) -> dict[str, Any]:
    """
    Return Django's description of the database at `url`.

    `sqlite:///relative.db`, `sqlite:////absolute.db`, or `postgresql://user:password@host:port/name`; for PostgreSQL
    the query string is handed to the driver (`?host=/run/postgresql` for a socket).
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        name = parts.path.removeprefix("/")
        path = Path(name) if name.startswith("/") else home() / name
        return {
            "ENGINE": "seiyaku.config.sqlite3",
            "NAME": str(path),
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
    if parts.scheme in {"postgresql", "postgres"}:
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
    raise ImproperlyConfigured(f"{PREFIX}DATABASE_URL: expected sqlite:/// or postgresql://, found {parts.scheme!r}")
