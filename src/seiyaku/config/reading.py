"""
The one reader of settings.

`env("SECRET_KEY")` takes `SEIYAKU_SECRET_KEY`, or the file named by `SEIYAKU_SECRET_KEY_FILE`, or the line of the same
name in `settings.env` of the instance folder (`SEIYAKU_HOME`). Nonsense stops the start: an `InputError` says where the
setting stands, what was found and what would do. `kinds` reads those that are more than a text.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from seiyaku.core.errors import InputError, Unavailable

from .explained import SETTINGS

PREFIX = "SEIYAKU_"
KEPT = "settings.env"
FILE = "_FILE"
ONE_OF_THE_FILE = "a setting that may stand in this file (docs/reference/settings)"
ELSEWHERE = {"HOME", "LANG"}  # asked for before the instance folder is known: in the surroundings only
ALIKE = 0.75  # from here on a name is taken for another one, mistyped


class Said(NamedTuple):
    """What a setting says, and where it stands."""

    value: str
    where: str


def home() -> Path:
    """Return the instance folder: `SEIYAKU_HOME`, or `seiyaku-instance` below the present folder."""
    return Path(os.environ.get(PREFIX + "HOME") or "seiyaku-instance").absolute()


def env(name: str, default: str | None = None) -> str:
    """Return the setting `name`, or `default`; with neither, stop."""
    return said(name, default).value


def said(name: str, default: str | None = None) -> Said:
    """Return the setting `name` and where it stands, or `default`; with neither, stop."""
    key = PREFIX + name
    for found, folder in ((_surroundings(), Path()), (_kept(), home())):
        if key in found:
            return found[key]
        if key + FILE in found:
            path, where = found[key + FILE]
            return Said(text_of(folder / path, where).strip(), where)
    if default is None:
        raise InputError(where=key, found="nothing", expected="a value: run `seiyaku init`, or set it")
    return Said(default, key)


def later(name: str) -> partial[str]:
    """Return what reads a secret when it is used; a file that is named for it must be there now."""
    env(name, "")
    return partial(env, name, "")


def text_of(path: Path, where: str) -> str:
    """Return the text of a file that the setting at `where` names."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(where=where, found=f"a file that is not UTF-8: {path}", expected="text in UTF-8") from None
    except OSError as error:
        raise InputError(
            where=where,
            found=f"a file that cannot be read: {path} ({error.strerror})",
            expected="a file that is there, for its owner to read",
        ) from None


def demand_known_names() -> None:
    """Stop at a line of `settings.env` that names no setting, and at a variable that is one mistyped."""
    known = {PREFIX + name + end for name in SETTINGS for end in ("", FILE)}
    lines = known - {PREFIX + name + end for name in ELSEWHERE for end in ("", FILE)}
    for name, (_, where) in _kept().items():
        if name not in lines:
            raise InputError(where=where, found=name, expected=ONE_OF_THE_FILE, nearest=_nearest(name, lines, 0.6))
    for name in sorted(_surroundings().keys() - known):
        if near := _nearest(name, known, ALIKE):
            raise InputError(where="the environment", found=name, expected="a setting", nearest=near)


def _nearest(name: str, known: Iterable[str], alike: float) -> str | None:
    import difflib

    close = difflib.get_close_matches(name.removeprefix(PREFIX), [one.removeprefix(PREFIX) for one in known], 1, alike)
    return PREFIX + close[0] if close else None


def _surroundings() -> dict[str, Said]:
    return {name: Said(value, name) for name, value in os.environ.items() if name.startswith(PREFIX)}


def _kept() -> dict[str, Said]:
    """Return the lines of the instance's own file."""
    path = home() / KEPT
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except PermissionError:
        raise Unavailable(
            f"{path} may not be read: run this as whom the folder belongs to, or name another folder with --home"
        ) from None
    except UnicodeDecodeError:
        raise InputError(where=KEPT, found="bytes that are not UTF-8", expected="text in UTF-8") from None
    lines: dict[str, Said] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = line.partition("=")
        name, where = name.strip(), f"{KEPT}:{number}"
        if not equals or not name.startswith(PREFIX):
            raise InputError(where=where, found="a line of another form", expected=f"{PREFIX}NAME=value")
        if name in lines:
            raise InputError(where=where, found=f"{name} for the second time", expected="each setting once")
        lines[name] = Said(value.strip(), f"{where}: {name}")
    return lines
