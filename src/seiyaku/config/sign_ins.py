"""Further sign-ins for customers (policy 7-2), each in a table of a file of TOML that a setting names."""

from __future__ import annotations

import re
import tomllib
from functools import partial
from typing import Any

from seiyaku.core.errors import InputError

from .reading import home, said, text_of

WORDS = {"issuer", "client_id", "client_secret_file", "proof", "acr", "label"}
NAME = re.compile(r"(?!back$)[a-z0-9][a-z0-9-]{0,39}")


def sign_ins(name: str, beside: str = "") -> tuple[dict[str, Any], ...]:
    """
    Return the sign-ins of the file that the setting `name` names; `beside`: the issuer that stands in the settings.

    Whatever is not as it must be stops the start: an unknown word, two of one issuer, JPKI without its contexts.
    """
    file, where = said(name, "")
    if not file:
        return ()
    path = home() / file
    try:
        tables = tomllib.loads(text_of(path, where))
    except tomllib.TOMLDecodeError as error:
        raise InputError(where=path.name, found=f"what is not TOML: {error}", expected="TOML") from None
    made = tuple(_sign_in(word, table, f"{path.name}, [{word}]") for word, table in tables.items())
    issuers = [beside, *(one["issuer"] for one in made)]
    if twice := {issuer for issuer in issuers if issuer and issuers.count(issuer) > 1}:
        said_twice = ", ".join(sorted(twice))
        raise InputError(where=path.name, found=f"{said_twice} more than once", expected="each issuer once")
    return made


def _sign_in(name: str, table: Any, where: str) -> dict[str, Any]:
    if not NAME.fullmatch(name):
        raise InputError(where=where, found=name, expected="a name of small letters, digits and hyphens, not `back`")
    if not isinstance(table, dict) or not table.keys() <= WORDS:
        raise InputError(where=where, found="another word", expected=f"a table of {', '.join(sorted(WORDS))}")
    for word in ("issuer", "client_id"):
        if not (isinstance(table.get(word), str) and table[word]):
            raise InputError(where=where, found=f"no {word}", expected=f"{word} = a text")
    secret = _secret_file(table.get("client_secret_file", ""), where)
    proof, acr = _proof(table.get("proof", "login"), table.get("acr", []), where)
    return {
        "name": name, "issuer": table["issuer"], "client": table["client_id"], "proof": proof, "acr": acr,
        "label": _label(table.get("label"), where), "secret": partial(_secret, secret, where),
    }  # fmt: skip


def _label(label: Any, where: str) -> dict[str, str]:
    if not isinstance(label, dict) or set(label) != {"ja", "en"}:
        raise InputError(where=where, found="another label", expected="label = {ja = …, en = …}")
    if not all(isinstance(one, str) and one.strip() for one in label.values()):
        raise InputError(where=where, found="an empty label", expected="label = {ja = …, en = …}")
    return label


def _proof(proof: Any, acr: Any, where: str) -> tuple[str, list[str]]:
    if not isinstance(acr, list) or not all(isinstance(one, str) and one for one in acr):
        raise InputError(where=where, found="another acr", expected="acr = a list of contexts")
    if proof not in ("login", "jpki"):
        raise InputError(where=where, found="another proof", expected="proof = login or jpki")
    if proof == "jpki" and not acr:
        raise InputError(where=where, found="jpki without acr", expected="the contexts to demand in acr")
    return proof, acr


def _secret_file(file: Any, where: str) -> str:
    if not isinstance(file, str):
        raise InputError(where=where, found="another client_secret_file", expected="the name of a file")
    _secret(file, where)  # it is read when it is used, and is to be there now
    return file


def _secret(file: str, where: str) -> str:
    return text_of(home() / file, where).strip() if file else ""
