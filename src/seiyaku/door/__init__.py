"""
The one door: the only way in and out of the vault (policy 2-2).

The verbs are imported when they are first used: this package is a Django application too, and is named before the
tables are.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .accepting import accept
    from .appointing import appoint, dismiss
    from .changing import change, correct
    from .checking import verify
    from .choosing import Choice, consent, decline, refuse, resume, stop, withdraw
    from .collecting import collect, collect_rows
    from .counting import statistics
    from .detaining import discard, look, quarantine, release
    from .ending import expire
    from .erasing import erase
    from .explaining import Explained, explain
    from .filing import attach, file_of, note, retrieve
    from .finding import find
    from .inspecting import Inspected, Inspection, extract, inspect
    from .joining import merge, split
    from .leaving import EVERYBODY, contact, contact_many, export, take, whom
    from .lists import Asked, Unread, many
    from .occasions import Begun, Identified, Occasion, authorise, begin, end, going_on, identify
    from .origins import Origin
    from .outcomes import Many, Outcome
    from .papering import keep_paper
    from .providing import provide
    from .proving import Addressed, Chosen, address, chosen, proof
    from .receipting import Receipt, receipt
    from .recorded import Recorded, RecordOfMine, records
    from .related import provide_related
    from .relating import begin_relation, end_relation
    from .replaying import Replayed, replay
    from .results import Bulk, Collected, Done, Erased, Expired, Found, Handoff, Looked, Mine, Statistics, Used, Waiting
    from .scanning import Scanned, scan
    from .showing import person, person_many
    from .taking import Agreement
    from .tokens import proven
    from .undoing import roll_back
    from .using import use, use_many
    from .withholding import reveal, withhold

__all__ = [
    "EVERYBODY", "Addressed", "Agreement", "Asked", "Begun", "Bulk", "Choice", "Chosen", "Collected", "Done", "Erased",
    "Expired", "Explained", "Found", "Handoff", "Identified", "Inspected", "Inspection", "Looked", "Many", "Mine",
    "Occasion", "Origin", "Outcome", "Receipt", "RecordOfMine", "Recorded", "Replayed", "Scanned", "Statistics",
    "Unread", "Used", "Waiting", "accept", "address", "appoint", "attach", "authorise", "begin", "begin_relation",
    "change", "chosen", "collect", "collect_rows", "consent", "contact", "contact_many", "correct", "decline",
    "discard", "dismiss", "end", "end_relation", "erase", "expire", "explain", "export", "extract", "file_of", "find",
    "going_on", "identify", "inspect", "keep_paper", "look", "many", "merge", "note", "person", "person_many", "proof",
    "proven", "provide", "provide_related", "quarantine", "receipt", "records", "refuse", "release", "replay", "resume",
    "retrieve", "reveal", "roll_back", "scan", "split", "statistics", "stop", "take", "use", "use_many", "verify",
    "whom", "withdraw", "withhold",
]  # fmt: skip

_ROOMS = {
    "accepting": "accept",
    "appointing": "appoint dismiss",
    "changing": "change correct",
    "checking": "verify",
    "choosing": "Choice consent decline refuse resume stop withdraw",
    "collecting": "collect collect_rows",
    "counting": "statistics",
    "detaining": "discard look quarantine release",
    "ending": "expire",
    "erasing": "erase",
    "explaining": "Explained explain",
    "filing": "attach file_of note retrieve",
    "finding": "find",
    "inspecting": "Inspected Inspection extract inspect",
    "joining": "merge split",
    "leaving": "EVERYBODY contact contact_many export take whom",
    "lists": "Asked Unread many",
    "occasions": "Begun Identified Occasion authorise begin end going_on identify",
    "origins": "Origin",
    "outcomes": "Many Outcome",
    "papering": "keep_paper",
    "providing": "provide",
    "proving": "Addressed Chosen address chosen proof",
    "receipting": "Receipt receipt",
    "recorded": "RecordOfMine Recorded records",
    "related": "provide_related",
    "relating": "begin_relation end_relation",
    "replaying": "Replayed replay",
    "results": "Bulk Collected Done Erased Expired Found Handoff Looked Mine Statistics Used Waiting",
    "scanning": "Scanned scan",
    "showing": "person person_many",
    "taking": "Agreement",
    "tokens": "proven",
    "undoing": "roll_back",
    "using": "use use_many",
    "withholding": "reveal withhold",
}
_WHERE = {name: room for room, names in _ROOMS.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f".{_WHERE[name]}", __name__), name)
