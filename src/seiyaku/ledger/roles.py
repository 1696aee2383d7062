"""
PostgreSQL's three roles: the owner migrates, the application writes, the sequencer places.

The application may INSERT and SELECT what the ledger is made of, and nothing that would let it change, remove or hold
up an entry: a row lock wants the right to UPDATE, which it has on no table the sequencer needs. What stands beside the
ledger (the index of people) it may also clear, because people are forgotten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg import sql

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

APPLICATION = "seiyaku_app"
SEQUENCER = "seiyaku_sequencer"

_APPLICATION = {
    "ledger_entry": "SELECT", "ledger_form": "SELECT", "ledger_tile": "SELECT", "ledger_tree": "SELECT",
    "ledger_open": "SELECT", "ledger_finding": "SELECT", "ledger_pending": "SELECT, INSERT",
    "ledger_checkpoint": "SELECT, INSERT", "ledger_change": "SELECT, INSERT", "ledger_tombstone": "SELECT, INSERT",
    "ledger_head": "SELECT, UPDATE", "ledger_seen": "SELECT, INSERT, DELETE",
    "ledger_block": "SELECT, INSERT, UPDATE, DELETE", "ledger_recent": "SELECT, UPDATE, DELETE", "ledger_log": "SELECT",
    "ledger_writer": "SELECT", "ledger_turn": None,
}  # fmt: skip
_SEQUENCER = {
    "ledger_entry": "SELECT, INSERT", "ledger_form": "SELECT, INSERT", "ledger_tile": "SELECT, INSERT",
    "ledger_tree": "SELECT, UPDATE", "ledger_open": "SELECT, INSERT, UPDATE",
    "ledger_finding": "SELECT, INSERT", "ledger_pending": "SELECT, DELETE",
    "ledger_writer": "SELECT, INSERT, UPDATE", "ledger_turn": "SELECT, UPDATE",
}  # fmt: skip


# Roles belong to the whole cluster: another instance being founded at the same moment may have been first.
_CREATE = (
    "DO $do$ BEGIN CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;"
    " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $do$"
)


def create(cursor: CursorWrapper, application: str = APPLICATION, sequencer: str = SEQUENCER) -> None:
    """Create the roles that are not there yet, without a password: the operator sets one, or trusts the socket."""
    for role in (application, sequencer):
        _say(cursor, _CREATE, role)


def install(cursor: CursorWrapper, application: str = APPLICATION, sequencer: str = SEQUENCER) -> None:
    """Give the two roles what they may do, as the owner, after every migration; what was given before is taken back."""
    for role in (application, sequencer):
        _say(cursor, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}", role)
        _say(cursor, "GRANT USAGE ON SCHEMA public TO {}", role)
    _say(cursor, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}", application)
    _say(cursor, "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}", application)
    for role, rights in ((application, _APPLICATION), (sequencer, _SEQUENCER)):
        for table, allowed in rights.items():
            _say(cursor, "REVOKE ALL ON {} FROM {}", table, role)
            if allowed:
                _say(cursor, f"GRANT {allowed} ON {{}} TO {{}}", table, role)


def _say(cursor: CursorWrapper, text: str, *names: str) -> None:
    cursor.execute(sql.SQL(text).format(*map(sql.Identifier, names)))
