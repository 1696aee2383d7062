"""The shapes of the documents that answers are, for the API's description; nothing is read by them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel


class TableShown(BaseModel):
    """A table: what it is of and as of when, its columns by name, its rows by the names of the columns."""

    report: str
    title: str
    said: str
    operator: str
    as_of: str
    policy: str
    entries: int
    digest: str
    columns: dict[str, str]
    rows: list[dict[str, Any]]


class Evident(BaseModel):
    """What every answer carries: the entry, its leaf hash, and the clause and article it rests on."""

    entry: str
    leaf: str
    clause: str
    article: str


class RemedyShown(BaseModel):
    """What would turn a refusal into a permission."""

    clause: str | None
    missing: str
    text: str


class Why(BaseModel):
    """A refusal in words."""

    detail: str
    answer: str
    clause: str
    article: str
    reason: str
    remedy: RemedyShown


class LeftShown(Why):
    """How many people were left out, and why."""

    people: int


class FoundShown(Evident):
    """Who was found."""

    people: list[str]


class ScannedShown(FoundShown):
    """Who was found by a part of a value."""

    looked_at: int
    left: int
    ended: bool


class PastShown(BaseModel):
    """A former value; of one that has `ended`, that it was there."""

    value: str | None
    valid_from: str
    recorded_at: str
    ended: bool


class UsedShown(Evident):
    """One person's granted values."""

    person: str
    values: dict[str, str]
    left: dict[str, Why]
    missing: list[str]
    past: dict[str, list[PastShown]] | None = None
    past_left: dict[str, Why] | None = None
    ended: list[str] | None = None


class StatisticsShown(Evident):
    """Aggregates."""

    people: int
    groups: dict[str, int]
    suppressed: int
    left: list[LeftShown]


class ExplainedShown(Evident):
    """What would be answered."""

    answer: str
    ways: list[RemedyShown]


class MineShown(Evident):
    """All that a person may see of themselves."""

    person: str
    held: list[dict[str, Any]]
    uses: list[dict[str, Any]]
    consents: list[dict[str, Any]]
    relations: list[dict[str, Any]]


class RecordsShown(Evident):
    """The records of provision about one person."""

    person: str
    records: list[dict[str, Any]]


class ReceiptShown(Evident):
    """What the independent verifier checks."""

    person: str
    receipt: dict[str, Any]


class AsideShown(BaseModel):
    """A row in quarantine."""

    row: int
    why: str
    fields: list[str]


class CollectedShown(Evident):
    """Who is now held."""

    people: list[str]
    collected: int
    quarantined: list[AsideShown]


class DoneShown(Evident):
    """That it is done."""

    people: int
    left: list[LeftShown]


class SplitShown(DoneShown):
    """Who the new person is."""

    person: str | None


class RolledBackShown(Evident):
    """A file taken back."""

    erased: int
    emptied: int
    hits: list[str]


class ErasedShown(Evident):
    """The proof of an erasure."""

    closing_entry: str
    searched_for: int
    reach: Literal["disk", "rows"]
    hits: list[str]
    keys_gone_on: str
    exports: list[str]
    receipt: dict[str, Any] | None = None


class ProofShown(BaseModel):
    """The proof of an erasure in a list; the receipt only for whoever had it done, and only then."""

    closing_entry: str
    searched_for: int
    reach: Literal["disk", "rows"]
    hits: list[str]
    keys_gone_on: str
    exports: list[str]
    receipt: dict[str, Any] | None


class OutcomeShown(BaseModel):
    """What came of one act of a list: "done", or why not; `where`: the field or part that was wrong."""

    number: int
    outcome: str
    entry: str | None = None
    leaf: str | None = None
    clause: str | None = None
    article: str | None = None
    person: str | None = None
    answer: str | None = None
    detail: str | None = None
    reason: str | None = None
    remedy: RemedyShown | None = None
    where: str | None = None
    expected: str | None = None
    nearest: str | None = None
    proof: ProofShown | None = None


class ManyShown(BaseModel):
    """What came of a list: how much was done, refused by the policy, not done for another reason; and each act's."""

    done: int
    refused: int
    failed: int
    resumed_after: int
    outcomes: list[OutcomeShown]


class FiledShown(BaseModel):
    """A note, or a file by its manifest."""

    ref: str
    kind: str
    recorded_at: str
    content: dict[str, Any]


class FilesShown(Evident):
    """What is filed; `left`: how much was acquired for other purposes."""

    filed: list[FiledShown]
    left: int


class WaitingRowShown(BaseModel):
    """A row in quarantine, without values."""

    row: str
    file: str
    line: int
    why: str
    fields: list[str]
    until: str


class WaitingShown(Evident):
    """What is in quarantine."""

    rows: list[WaitingRowShown]


class LookedShown(Evident):
    """The cells of rows in quarantine."""

    cells: dict[str, dict[str, str]]


class ExpiredShown(Evident):
    """What went, on its certificate."""

    reduced: int
    erased: int
    counts: dict[str, int]
    fields: dict[str, int]
    hits: list[str]
    exports: list[str]


class WouldRefuseShown(Why):
    """Asks that would be refused."""

    act: str
    purpose: str
    asks: int
    people: int


class ReplayedShown(Evident):
    """What another version would have answered."""

    version: str
    days: int
    asks: int
    would_refuse: list[WouldRefuseShown]
    narrowed: dict[str, int]
    newly: int
    otherwise: int
    erased: int
    skipped: int


class PaperShown(Evident):
    """A paper that was kept."""

    paper: str


class HandoffShown(Evident):
    """What goes to a recipient."""

    recipient: str | None
    export: str
    columns: list[str]
    rows: list[list[str]]
    left: list[LeftShown]


class ShownShown(BaseModel):
    """The proof that a notice was shown, and its words."""

    shown: str
    ja: str
    en: str


class StatementShown(BaseModel):
    """The digest of a statement."""

    statement: str


class WrongShown(BaseModel):
    """Where something in the request was wrong."""

    where: str
    expected: str
    nearest: str | None = None


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    answer: str | None = None
    clause: str | None = None
    article: str | None = None
    reason: str | None = None
    remedy: RemedyShown | None = None
    entry: str | None = None
    errors: list[WrongShown] | None = None
