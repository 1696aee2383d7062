"""
A process that runs commands of `seiyaku` and kills them at a step of one's choosing.

    python -m tests.abuse.cutting [--ready]     jobs as JSON lines in, answers as JSON lines out

Each job is run in a child of its own, forked after everything is imported, so one takes a fraction of a second. A step
is whatever changes what lies on the disk or in the database: a file made, replaced, removed, synced; a transaction
committed; a statement outside any; opening a file for writing counts twice, before and after. The child is killed
before its step number `at`, or before the first whose name holds `until`. With `copies` nothing is killed: what lies in
`root` is copied before each step, which is what a kill would leave there.
"""

from __future__ import annotations

import builtins
import io
import json
import os
import shutil
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

Job = dict[str, Any]
WRITES = ("COMMIT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "VACUUM", "SELECT SETVAL")
CHANGING = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"}


class Steps:
    """Counts the steps of the main thread, and kills or copies before one."""

    def __init__(self, job: Job) -> None:
        self.at, self.until, self.copies = job.get("at"), job.get("until"), job.get("copies")
        self.root = str(job["root"])
        self.count = 0
        self.busy = False
        self.log = os.open(job["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)

    def step(self, what: str) -> None:
        """Count one; the last line of the log tells where a killed child stood."""
        if self.busy or threading.current_thread() is not threading.main_thread():
            return
        self.count += 1
        os.write(self.log, f"{self.count} {what[:200]}\n".encode())
        if self.copies:
            self.busy = True
            shutil.copytree(self.root, f"{self.copies}/{self.count:04}", ignore_dangling_symlinks=True)
            self.busy = False
        if self.count == self.at or (self.until and self.until in what):
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Hear of every step from here on."""
        self._watch_files()
        sys.addaudithook(self._heard)
        self._watch_sqlite()
        self._watch_postgresql()

    def _mine(self, path: object) -> bool:
        if isinstance(path, int):
            return False
        return str(Path(os.fsdecode(path)).absolute()).startswith(self.root)  # type: ignore[arg-type]  # any kind of path

    def _watch_files(self) -> None:
        opened, synced = os.open, os.fsync

        def open_(path: Any, flags: int, *rest: Any, **more: Any) -> int:
            making = bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)) and self._mine(path)
            if making:
                self.step(f"before making {path}")
            made = opened(path, flags, *rest, **more)
            if making:
                self.step(f"after making {path}")
            return made

        def fsync(fd: Any) -> None:
            self.step("before syncing")
            synced(fd)

        os.open, os.fsync = open_, fsync
        io.open = builtins.open = _wrapped(io.open, self)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in CHANGING:
            relative = len(arguments) > 1 and isinstance(arguments[-1], int) and arguments[-1] >= 0
            if relative or any(self._mine(path) for path in arguments if isinstance(path, str | bytes | os.PathLike)):
                self.step(f"{event} {arguments[0]!s}")

    def _watch_sqlite(self) -> None:
        connect = sqlite3.connect

        def connect_(*given: Any, **more: Any) -> sqlite3.Connection:
            handle: sqlite3.Connection = connect(*given, **more)
            handle.set_trace_callback(lambda said: self._said(handle, said))
            return handle

        sqlite3.connect = sqlite3.dbapi2.connect = connect_  # type: ignore[assignment]  # only in this child

    def _said(self, handle: sqlite3.Connection, said: str) -> None:
        word = said.lstrip().upper()
        if word.startswith("COMMIT") or (word.startswith(WRITES) and not handle.in_transaction):
            self.step(said)

    def _watch_postgresql(self) -> None:
        import psycopg
        from psycopg.pq import TransactionStatus

        commit, execute = psycopg.Connection.commit, psycopg.Cursor.execute

        def commit_(connection: Any) -> None:
            if connection.info.transaction_status is not TransactionStatus.IDLE:
                self.step("commit")
            commit(connection)

        def execute_(cursor: Any, query: Any, *rest: Any, **more: Any) -> Any:
            said = query if isinstance(query, str) else query.decode() if isinstance(query, bytes) else ""
            if not said:
                said = query.as_string(cursor)
            word = said.lstrip().upper()
            idle = cursor.connection.info.transaction_status is TransactionStatus.IDLE
            if word.startswith("COMMIT") or (word.startswith(WRITES) and idle and cursor.connection.autocommit):
                self.step(said)
            return execute(cursor, query, *rest, **more)

        psycopg.Connection.commit = commit_  # type: ignore[method-assign, assignment]  # only in this child
        psycopg.Cursor.execute = execute_  # type: ignore[method-assign, assignment]  # only in this child


def _wrapped(opened: Callable[..., Any], steps: Steps) -> Callable[..., Any]:
    def open_(file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        making = not set(mode).isdisjoint("wax+") and steps._mine(file)
        if making:
            steps.step(f"before opening {file}")
        made = opened(file, mode, *rest, **more)
        if making:
            steps.step(f"after opening {file}")
        return made

    return open_


def run(job: Job) -> Job:
    """Run one job in a child, and say how it ended."""
    out, err, log = (Path(job["log"]).with_suffix(end) for end in (".out", ".err", ".log"))
    job["log"] = str(log)
    child = os.fork()
    if child == 0:
        try:
            code = _be(job, out, err)
        except BaseException as error:  # noqa: BLE001  # a child never returns into its parent's loop
            err.write_text(f"{err.read_text() if err.exists() else ''}\n{type(error).__name__}: {error}")
            code = 99
        os._exit(code)
    _, status = os.waitpid(child, 0)
    steps = log.read_text().splitlines() if log.exists() else []
    return {
        "code": os.waitstatus_to_exitcode(status), "out": out.read_text(), "err": err.read_text(), "steps": steps,
    }  # fmt: skip


def _be(job: Job, out: Path, err: Path) -> int:
    import click

    os.chdir(job["cwd"])
    os.environ |= job.get("env", {})
    for stream, path in ((1, out), (2, err)):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(descriptor, stream)
    answers = iter(job.get("answers", []))
    click.prompt = lambda *_, **__: next(answers)  # in place of a terminal
    _settings_anew()
    if "call" in job:
        from . import households

        print(json.dumps(getattr(households, job["call"])(*job.get("arguments", []))))
        sys.stdout.flush()
        return 0
    steps = Steps(job)
    if not {"at", "until", "copies"}.isdisjoint(job):
        steps.watch()
    if "block" in job:
        import seiyaku.door.collecting

        seiyaku.door.collecting.BLOCK = job["block"]
    from seiyaku.cli.main import main

    code = main.main(job["args"], standalone_mode=False)
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else 0


def _settings_anew() -> None:
    """Let a child read the settings as its own start would: what another child wrote is heeded."""
    if "seiyaku.config.settings" not in sys.modules:
        return
    from django.conf import settings

    from seiyaku.config.reading import env

    settings.OPERATOR_KEY = env("OPERATOR_KEY", "file:operator.key")
    settings.OPERATOR_KEY_NEXT = env("OPERATOR_KEY_NEXT", "")


def _read_the_policy() -> None:
    """Read the policy once for all children, and leave no connection open for them to share."""
    from django.db import connections

    from seiyaku.policy.queries import in_force

    in_force()
    connections.close_all()


def serve() -> None:
    """Import what commands import, once, and run what is asked for."""
    import django.core.management  # imported for the children
    import django.db.backends.postgresql.base
    import django.db.migrations.executor  # noqa: F401

    if "--ready" in sys.argv:
        from seiyaku.cli.readiness import get_ready

        get_ready(instance=True)

        from . import households  # noqa: F401

        _read_the_policy()
    for line in sys.stdin:
        answer = run(json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
