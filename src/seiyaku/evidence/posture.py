"""
What `seiyaku doctor` and the security page look at, and what they say of it (policy 2-1, 3-3).

A check returns a `Finding`: green (as it must be), attention (works, and somebody should look), red (closed until
mended). No finding holds a value of anybody or a secret; paths and numbers only.
"""

from __future__ import annotations

import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from seiyaku.core.errors import NotFound, SeiyakuError
from seiyaku.core.language import Text
from seiyaku.keys.memory import on_forget
from seiyaku.visits import issuers

from .copies import backups, heads_outside
from .findings import SERVE, STATES, Finding, State, attention, green, red
from .versions import versions

__all__ = ["CHECKS", "NAMES", "STATES", "Finding", "State", "examine", "lately", "worst"]

WAL_RESET_MENDED = (3, 51, 3)
OLDEST_POSTGRESQL = 140000
LATELY = 60.0  # seconds
BEHIND = 5.0  # seconds after which the door closes (ledger)


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
    "sign-ins": Text("お客さまのログイン", "Customers' sign-ins"),
    "versions": Text("部品の版", "Versions"),
}
SEEN = Text("理由を取り除いて、もう一度点検する", "remove the reason, and run the doctor again")
UPGRADE = Text(
    "新しい SQLite を持つ Python に替えるか、PostgreSQL を使う", "use a Python with a newer SQLite, or PostgreSQL"
)


_found: list[tuple[float, list[Finding]]] = []
on_forget(_found.clear)


def examine() -> list[Finding]:
    """Run every check; one that cannot run is red, for what cannot be seen is not known to be well."""
    found: list[Finding] = []
    for name, check in CHECKS.items():
        try:
            found.extend(check())
        except SeiyakuError as error:
            found.append(red(name, f"点検できません: {error}", f"cannot be checked: {error}", SEEN))
        except Exception as error:  # noqa: BLE001  # whatever is broken, the doctor goes on, and says no value
            kind = type(error).__name__
            found.append(red(name, f"点検できません: {kind}", f"cannot be checked: {kind}", SEEN))
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
            yield attention(
                "database",
                f"SQLite {version} には WAL の巻き戻しの不具合があります（3.51.3 で修正）",
                f"SQLite {version} has the WAL-reset bug (writes can be lost); 3.51.3 mends it",
                UPGRADE,
            )
        else:
            yield green("database", f"SQLite {version}", f"SQLite {version}")
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        number = int(cursor.fetchone()[0])
    said = f"PostgreSQL {number // 10000}.{number % 10000}"
    if number >= OLDEST_POSTGRESQL:
        yield green("database", said, said)
    else:
        yield attention("database", said, said, Text("PostgreSQL 14 以降に上げる", "upgrade to PostgreSQL 14 or newer"))


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
        yield green("sync", told, told.replace("、", ", "))
    else:
        mend = Text("データベースの設定で同期を有効にする", "turn syncing on in the database's own settings")
        yield red("sync", f"書き込みが確実ではありません: {told}", f"writes are not durable: {told}", mend)


def _migrations() -> Iterator[Finding]:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        mend = Text(
            "バックアップを取り、所有者の役割で python -m django migrate",
            "take a backup, then python -m django migrate in the owner's role",
        )
        yield red("tables", f"未適用の移行が {waiting} 件あります", f"{waiting} migrations are not applied", mend)
    else:
        yield green("tables", "最新です", "up to date")


def _files() -> Iterator[Finding]:
    home = Path(settings.HOME)
    kept = [home, *(path for path in home.glob("*") if path.name != "lock")]
    kept = [path for path in kept if path.exists() and stat.S_IMODE(path.lstat().st_mode) & 0o077]
    for path in kept:
        mend = Text(f"chmod go-rwx {path}", f"chmod go-rwx {path}")
        yield red("files", f"ほかの利用者が {path} を開けます", f"other users can open {path}", mend)
    if not kept:
        yield green("files", "持ち主だけが開けます", "only the owner can open them")


def _keys() -> Iterator[Finding]:
    from seiyaku.keys import operator, rotation, signing
    from seiyaku.keys.keyring import reread

    key = operator.at(settings.OPERATOR_KEY).id.partition(":")[0]
    reread()
    signing.sign(b"seiyaku doctor")
    place = settings.OPERATOR_KEY.partition(":")[0]
    if rotation.is_wrapped_by(settings.OPERATOR_KEY_NEXT or settings.OPERATOR_KEY) and settings.OPERATOR_KEY_NEXT:
        go_on = f"seiyaku keys operator {settings.OPERATOR_KEY_NEXT}"
        yield attention(
            "keys",
            "事業者の鍵の交換が途中です（鍵束はもう次の鍵で開きます）",
            "the operator's key is half changed: the keyring opens by the next one already",
            Text(f"続ける: {go_on}", f"go on: {go_on}"),
        )
        return
    ja, en = f"鍵束が開きます（{place}、{key}）", f"the keyring opens ({place}, {key})"
    if rotation.reach() == "rows":
        ja += "。捨てた鍵の跡は、所有者が VACUUM FULL keys_rootkey を行うまで表のページに残ります"
        en += "; what destroyed keys were sealed in stays in pages until the owner runs VACUUM FULL keys_rootkey"
    yield green("keys", ja, en)


def _secret() -> Iterator[Finding]:
    if settings.SECRET_KEY.startswith("not-a-secret"):
        mend = Text("settings.env に書くか、環境に設定する", "put it into settings.env, or into the environment")
        yield red("secret", "SEIYAKU_SECRET_KEY がありません", "SEIYAKU_SECRET_KEY is not set", mend)
    else:
        yield green("secret", "設定されています", "set")


def _clock() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(at) FROM ledger_checkpoint")
        newest = cursor.fetchone()[0]
    ahead = (newest or 0) / 1000 - time.time()
    if ahead > 1:
        said = f"{ahead:.0f}"
        mend = Text("時計を合わせる（NTP）", "set the clock (NTP)")
        yield red("clock", f"時計が記録より {said} 秒遅れています", f"the clock is {said} s behind the ledger", mend)
    else:
        yield green("clock", "記録より進んでいます", "not behind the ledger")


def _policy() -> Iterator[Finding]:
    from seiyaku.policy.queries import in_force

    try:
        shown = in_force()
    except NotFound:
        mend = Text("seiyaku policy publish で公表する", "publish one: seiyaku policy publish")
        yield attention("policy", "施行中のポリシーがありません", "no policy is in force: nothing can be done", mend)
        return
    yield green("policy", f"{shown.effective} {shown.version[:16]}", f"{shown.effective} {shown.version[:16]}")
    desks = [rule for rule in shown.policy.rules.requests.values() if rule.unclear is None]
    if not any(rule.phone for rule in desks):
        mend = Text("ポリシーの requests: に phone: を書く", "write a phone: under requests: in the policy")
        yield attention(
            "policy",
            "お客様のページに電話の窓口が載りません（書面とメールだけです）",
            "the customers' page names no telephone, only paper and e-mail",
            mend,
        )


def _ledger() -> Iterator[Finding]:
    from seiyaku.ledger.sequencing import pending_age

    age = pending_age()
    if age > BEHIND:
        yield red("ledger", f"記録が {age:.0f} 秒待っています", f"entries have waited {age:.0f} s to be placed", SERVE)
    else:
        yield green("ledger", "記録は滞っていません", "entries are placed as they come")


def _transport() -> Iterator[Finding]:
    if settings.LOOPBACK_ONLY:
        yield green("transport", "この機械の中だけに公開しています", "served to this machine alone")
    elif settings.SECURE_HSTS_SECONDS and settings.SECURE_PROXY_SSL_HEADER:
        yield green("transport", "TLS のみ（HSTS）", "TLS only (HSTS)")
    else:
        mend = Text("SEIYAKU_LOOPBACK_ONLY を既定に戻す", "set SEIYAKU_LOOPBACK_ONLY back to its default")
        yield red("transport", "TLS が強制されていません", "TLS is not enforced", mend)


def _cookies() -> Iterator[Finding]:
    whole = settings.SESSION_COOKIE_HTTPONLY and settings.SESSION_COOKIE_SAMESITE in {"Lax", "Strict"}
    secure = settings.LOOPBACK_ONLY or (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE)
    sealed = settings.SESSION_ENGINE == "seiyaku.people.cookies"
    if whole and secure and sealed:
        yield green("cookies", "HttpOnly・SameSite、中身は封緘", "HttpOnly, SameSite; what they stand for is sealed")
    else:
        mend = Text("settings.py を元に戻す", "put settings.py back as it came")
        yield red("cookies", "クッキーの守りが外されています", "the cookies are not protected", mend)


def _content() -> Iterator[Finding]:
    rules = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    loose = [name for name, values in rules.items() if not {"'self'", "'none'"}.issuperset(values)]
    if loose or rules.get("default-src") != ["'none'"]:
        said = ", ".join(loose) or "default-src"
        mend = Text("settings.py を元に戻す", "put settings.py back as it came")
        yield red("content", f"CSP が緩められています: {said}", f"the content policy is loosened: {said}", mend)
    else:
        yield green("content", "CSP: 自サイトのみ、埋め込みなし", "CSP: this site only, nothing inline")


def _factors() -> Iterator[Finding]:
    from seiyaku.people import directory, factors
    from seiyaku.people.days import today

    try:
        refs = [one.ref for one in directory.members(today())]
    except NotFound:
        return
    bare = len(factors.without(refs))
    if bare:
        yield attention(
            "factors",
            f"二要素を登録していない職員が {bare} 人います。ブラウザーでは個人情報を開けません",
            f"{bare} members of staff have no second factor: nothing personal opens for them in a browser",
            Text("本人がサインインして登録する", "they sign in and register one"),
        )
    else:
        yield green("factors", f"職員 {len(refs)} 人、全員が二要素", f"{len(refs)} members of staff, all with two")


def _sign_ins() -> Iterator[Finding]:
    """Say which sign-ins are configured for customers; nobody is asked over the network."""
    every = issuers.configured()
    bare = [one.issuer for one in every if not one.is_safe]
    if bare:
        yield red(
            "sign-ins",
            f"TLS のない発行者があります: {'、'.join(bare)}",
            f"issuers without TLS: {', '.join(bare)}",
            Text("発行者のアドレスを https にする", "name the issuer by its https address"),
        )
    said = [f"{one.name or one.client}（{one.proof}、{one.issuer}）" for one in every]
    told = [f"{one.name or one.client} ({one.proof}, {one.issuer})" for one in every]
    yield green("sign-ins", "、".join(said) or "設定なし", ", ".join(told) or "none is configured")


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
    "backup": backups,
    "outside": heads_outside,
    "sign-ins": _sign_ins,
    "versions": versions,
}
