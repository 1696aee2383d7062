"""
What `seiyaku doctor` and the security page look at, and what they say of it (policy 2-1, 3-3).

A check returns a `Finding`: green (as it must be), attention (works, and somebody should look), red (closed until
mended). No finding holds a value of anybody or a secret; paths and numbers only.
"""

from __future__ import annotations

import importlib.metadata
import platform
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import connection

from seiyaku.core.errors import NotFound, SeiyakuError
from seiyaku.core.language import Text
from seiyaku.keys.memory import on_forget

State = Literal["green", "attention", "red"]
WAL_RESET_MENDED = (3, 51, 3)
OLDEST_POSTGRESQL = 140000
BACKUP_EVERY = 7 * 86400
LATELY = 60.0  # seconds
TEST_EVERY = 92 * 86400
BEHIND = 5.0  # seconds after which the door closes (ledger)
PARTS = ("Django", "cryptography", "psycopg", "granian", "pydantic", "numpy", "pyroaring", "orjson")


NAMES: dict[str, Text] = {
    "transport": Text("通信", "Transport"),
    "cookies": Text("クッキー", "Cookies"),
    "content": Text("画面の内容制限（CSP）", "Content policy"),
    "factors": Text("二要素認証", "Second factors"),
    "secret": Text("秘密の鍵", "Secret"),
    "files": Text("ファイルの権限", "File modes"),
    "database": Text("データベース", "Database"),
    "sync": Text("書き込みの確実さ", "Durability"),
    "tables": Text("表", "Tables"),
    "keys": Text("鍵", "Keys"),
    "clock": Text("時計", "Clock"),
    "ledger": Text("記録", "Ledger"),
    "policy": Text("ポリシー", "Policy"),
    "backup": Text("バックアップ", "Backup"),
    "outside": Text("外部の控え", "Outside head"),
    "versions": Text("部品の版", "Versions"),
}
STATES: dict[str, Text] = {
    "green": Text("順守", "kept"),
    "attention": Text("要確認", "attention"),
    "red": Text("不適合", "broken"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found: its stable name, its state, and what to know or do."""

    check: str
    state: State
    text: Text


_found: list[tuple[float, list[Finding]]] = []
on_forget(_found.clear)


def _green(check: str, ja: str, en: str) -> Finding:
    return Finding(check=check, state="green", text=Text(ja, en))


def _attention(check: str, ja: str, en: str) -> Finding:
    return Finding(check=check, state="attention", text=Text(ja, en))


def _red(check: str, ja: str, en: str) -> Finding:
    return Finding(check=check, state="red", text=Text(ja, en))


def examine() -> list[Finding]:
    """Run every check; one that cannot run is red, for what cannot be seen is not known to be well."""
    found: list[Finding] = []
    for name, check in CHECKS.items():
        try:
            found.extend(check())
        except SeiyakuError as error:
            found.append(_red(name, f"点検できません: {error}", f"cannot be checked: {error}"))
        except Exception as error:  # noqa: BLE001  # whatever is broken, the doctor goes on, and says no value
            kind = type(error).__name__
            found.append(_red(name, f"点検できません: {kind}", f"cannot be checked: {kind}"))
    return found


def lately() -> list[Finding]:
    """Return what the checks found at most a minute ago: some of them open files and turn keys."""
    now = time.monotonic()
    if not _found or _found[0][0] < now - LATELY:
        _found[:] = [(now, examine())]
    return _found[0][1]


def worst(findings: list[Finding]) -> State:
    """Return the worst state there is."""
    states = {finding.state for finding in findings}
    return "red" if "red" in states else "attention" if "attention" in states else "green"


def _database() -> Iterator[Finding]:
    if connection.vendor == "sqlite":
        version = sqlite3.sqlite_version
        if sqlite3.sqlite_version_info < WAL_RESET_MENDED:
            yield _attention(
                "database",
                f"SQLite {version} には WAL の巻き戻しの不具合があります（3.51.3 で修正）",
                f"SQLite {version} has the WAL-reset bug (writes can be lost); 3.51.3 mends it",
            )
        else:
            yield _green("database", f"SQLite {version}", f"SQLite {version}")
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        number = int(cursor.fetchone()[0])
    said = f"PostgreSQL {number // 10000}.{number % 10000}"
    yield _green("database", said, said) if number >= OLDEST_POSTGRESQL else _attention("database", said, said)


def _sync() -> Iterator[Finding]:
    asked = {"sqlite": ("PRAGMA journal_mode", "PRAGMA synchronous")}.get(
        connection.vendor, ("SHOW fsync", "SHOW full_page_writes", "SHOW synchronous_commit")
    )
    said = []
    with connection.cursor() as cursor:
        for question in asked:
            cursor.execute(question)
            said.append(str(cursor.fetchone()[0]).lower())
    told = "、".join(f"{question.split()[-1]}={answer}" for question, answer in zip(asked, said, strict=True))
    good = said[0] == "wal" and said[1] in {"2", "3"} if connection.vendor == "sqlite" else "off" not in said
    if good:
        yield _green("sync", told, told.replace("、", ", "))
    else:
        yield _red("sync", f"書き込みが確実ではありません: {told}", f"writes are not durable: {told}")


def _migrations() -> Iterator[Finding]:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        yield _red("tables", f"未適用の移行が {waiting} 件あります", f"{waiting} migrations are not applied")
    else:
        yield _green("tables", "最新です", "up to date")


def _files() -> Iterator[Finding]:
    home = Path(settings.HOME)
    kept = [home, *(path for path in home.glob("*") if path.name != "lock")]
    kept = [path for path in kept if path.exists() and stat.S_IMODE(path.lstat().st_mode) & 0o077]
    for path in kept:
        yield _red("files", f"ほかの利用者が {path} を開けます", f"other users can open {path}: take their rights away")
    if not kept:
        yield _green("files", "持ち主だけが開けます", "only the owner can open them")


def _keys() -> Iterator[Finding]:
    from seiyaku.keys import operator, signing
    from seiyaku.keys.keyring import reread

    key = operator.at(settings.OPERATOR_KEY).id.partition(":")[0]
    reread()
    signing.sign(b"seiyaku doctor")
    place = settings.OPERATOR_KEY.partition(":")[0]
    yield _green("keys", f"鍵束が開きます（{place}、{key}）", f"the keyring opens ({place}, {key})")


def _secret() -> Iterator[Finding]:
    if settings.SECRET_KEY.startswith("not-a-secret"):
        yield _red("secret", "SEIYAKU_SECRET_KEY がありません", "SEIYAKU_SECRET_KEY is not set")
    else:
        yield _green("secret", "設定されています", "set")


def _clock() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(at) FROM ledger_checkpoint")
        newest = cursor.fetchone()[0]
    ahead = (newest or 0) / 1000 - time.time()
    if ahead > 1:
        said = f"{ahead:.0f}"
        yield _red("clock", f"時計が記録より {said} 秒遅れています", f"the clock is {said} s behind the ledger")
    else:
        yield _green("clock", "記録より進んでいます", "not behind the ledger")


def _policy() -> Iterator[Finding]:
    from seiyaku.policy.queries import in_force

    try:
        shown = in_force()
    except NotFound:
        yield _attention("policy", "施行中のポリシーがありません", "no policy is in force: nothing can be done")
        return
    yield _green("policy", f"{shown.effective} {shown.version[:16]}", f"{shown.effective} {shown.version[:16]}")


def _ledger() -> Iterator[Finding]:
    from seiyaku.ledger.sequencing import pending_age

    age = pending_age()
    if age > BEHIND:
        yield _red("ledger", f"記録が {age:.0f} 秒待っています", f"entries have waited {age:.0f} s to be placed")
    else:
        yield _green("ledger", "記録は滞っていません", "entries are placed as they come")


def _backup() -> Iterator[Finding]:
    from seiyaku.backup.queries import posture

    found = posture()
    if found.closed:
        yield _red(
            "backup",
            "戻したあと、まだ開かれていません（seiyaku restore open）",
            "restored, and not opened yet (seiyaku restore open)",
        )
    for recipient in found.overdue:
        yield _attention(
            "backup",
            f"宛先 {recipient} の鍵を消し、seiyaku backup --destroyed {recipient}",
            f"destroy the key of recipient {recipient}, then seiyaku backup --destroyed {recipient}",
        )
    if found.taken_at is None:
        yield _attention("backup", "バックアップがまだありません", "no backup has been taken yet")
        return
    if found.beside_the_house:
        yield _attention(
            "backup",
            "宛先の秘密の鍵がこのフォルダーにあります。別の場所へ移してください",
            "the recipients' private keys still lie in this folder: move them elsewhere",
        )
    yield _aged(found.taken_at.timestamp(), Text("最後のバックアップ", "the last backup"), BACKUP_EVERY)
    if found.tested_at is None:
        yield _attention("backup", "戻せるか、まだ試していません", "no backup was ever tested (seiyaku backup --test)")
    else:
        yield _aged(found.tested_at.timestamp(), Text("最後の試し", "the last test"), TEST_EVERY)


def _aged(at: float, said: Text, most: float) -> Finding:
    days = (time.time() - at) / 86400
    state: State = "attention" if days * 86400 > most else "green"
    return Finding(
        check="backup", state=state, text=Text(f"{said.ja}: {days:.1f} 日前", f"{said.en}: {days:.1f} days ago")
    )


def _outside() -> Iterator[Finding]:
    from seiyaku.ledger import outside
    from seiyaku.ledger.transactions import reading

    if not settings.RECEIVERS:
        yield _attention(
            "outside",
            "記録の頭が外部に控えられていません。管理者による書き換えを後から見つけられません",
            "no head of the ledger is kept outside: a rewrite by the administrator could not be found later",
        )
        return
    with reading() as cursor:
        for receiver in outside.receivers():
            if isinstance(receiver, outside.Folder):
                size = outside.demand(receiver, cursor)
                yield _green("outside", f"{size} 件まで控えられています", f"{size} entries are covered outside")
            elif isinstance(receiver, outside.Witness):
                yield _green("outside", "証人がいます", "there is a witness")
            else:
                yield _green("outside", "頭を毎日メールで送ります", "heads are mailed once a day")


def _versions() -> Iterator[Finding]:
    said = [f"Python {platform.python_version()}"]
    said += [f"{name} {importlib.metadata.version(name)}" for name in PARTS]
    yield _green("versions", "、".join(said), ", ".join(said))


def _transport() -> Iterator[Finding]:
    if settings.LOOPBACK_ONLY:
        yield _green("transport", "この機械の中だけに公開しています", "served to this machine alone")
    elif settings.SECURE_HSTS_SECONDS and settings.SECURE_PROXY_SSL_HEADER:
        yield _green("transport", "TLS のみ（HSTS）", "TLS only (HSTS)")
    else:
        yield _red("transport", "TLS が強制されていません", "TLS is not enforced")


def _cookies() -> Iterator[Finding]:
    whole = settings.SESSION_COOKIE_HTTPONLY and settings.SESSION_COOKIE_SAMESITE in {"Lax", "Strict"}
    secure = settings.LOOPBACK_ONLY or (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE)
    sealed = settings.SESSION_ENGINE == "seiyaku.people.cookies"
    if whole and secure and sealed:
        yield _green("cookies", "HttpOnly・SameSite、中身は封緘", "HttpOnly, SameSite; what they stand for is sealed")
    else:
        yield _red("cookies", "クッキーの守りが外されています", "the cookies are not protected")


def _content() -> Iterator[Finding]:
    rules = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    loose = [name for name, values in rules.items() if not {"'self'", "'none'"}.issuperset(values)]
    if loose or rules.get("default-src") != ["'none'"]:
        said = ", ".join(loose) or "default-src"
        yield _red("content", f"CSP が緩められています: {said}", f"the content policy is loosened: {said}")
    else:
        yield _green("content", "CSP: 自サイトのみ、埋め込みなし", "CSP: this site only, nothing inline")


def _factors() -> Iterator[Finding]:
    from seiyaku.people import directory, factors
    from seiyaku.people.days import today

    try:
        refs = [one.ref for one in directory.members(today())]
    except NotFound:
        return
    bare = len(factors.without(refs))
    if bare:
        yield _attention(
            "factors",
            f"二要素を登録していない職員が {bare} 人います。ブラウザーでは個人情報を開けません",
            f"{bare} members of staff have no second factor: nothing personal opens for them in a browser",
        )
    else:
        yield _green("factors", f"職員 {len(refs)} 人、全員が二要素", f"{len(refs)} members of staff, all with two")


CHECKS: dict[str, Callable[[], Iterator[Finding]]] = {
    "transport": _transport,
    "cookies": _cookies,
    "content": _content,
    "factors": _factors,
    "secret": _secret,
    "files": _files,
    "database": _database,
    "sync": _sync,
    "tables": _migrations,
    "keys": _keys,
    "clock": _clock,
    "ledger": _ledger,
    "policy": _policy,
    "backup": _backup,
    "outside": _outside,
    "versions": _versions,
}
