"""
The policy as data: what a policy file says once it is read.

One policy file is Markdown. A heading opens a clause (`## 4`, `### 4-1`, `#### 4-1-A`); prose under it is what the
public reads; a fenced block tagged `yaml rule` under it is what the machine keeps. A block is a mapping of sections
(`purposes:`, `fields:` …); the items of one section may stand under several clauses, and each belongs to the clause it
stands under. Everything is closed: an unknown key is an error.

Not here: reading files (the policy room), deciding (`gate`), the law (`law`).
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from .governing import Changes, Collation, ConsentRule, Governing, History, Links, Reserved, Safeguards, UseRule
from .terms import (
    Act,
    Character,
    Duration,
    Family,
    FieldClass,
    FieldKind,
    FieldType,
    Id,
    Item,
    Label,
    Model,
    Named,
    Need,
    Span,
)


class FieldRule(Item):
    """
    One item of information held on a person (clause 1; promise 1-1).

    `sheet` names the sheet it is sealed in. `findable`: "alone", "joined" (only with a second item) or "no"; sex,
    prefecture, dates and special-care items are refused as findable. `unique`: at most one person may hold the value.
    `klass` is what the law makes of it ("communications": their secrecy), `kind` what it is on the data map.
    `stale_after`: how long after its last confirmation a value counts as old (2-3).
    """

    label: Label
    sheet: Id
    type: FieldType = "text"
    klass: FieldClass = Field("personal", alias="class")
    kind: FieldKind = "content"
    of: Literal["person", "organisation", "staff", "partner"] = "person"
    findable: Literal["alone", "joined", "no"] = "no"
    unique: bool = False
    choices: dict[str, Label] | None = None
    stale_after: Duration | None = None


class StaffKind(Item):
    """A kind of staff (2-1). `inside` says whether they are the operator's own people (3-1)."""

    label: Label
    inside: bool


class Duty(Item):
    """
    What a member of staff may be charged with.

    `reserved`: only the operator's own people may hold it (3-1). `may`: the acts it may do at all. `law`: the purposes
    the Act itself gives ("law:disclose" …) that it may serve.
    """

    label: Label
    reserved: bool = False
    may: tuple[Act, ...] = ()
    law: tuple[str, ...] = ()


class Course(Item):
    """
    A training (2-4): how long a completion is good for, when to warn, the longest grace for one named person.

    `required_of` names staff kinds or duties; with none, everybody.
    """

    label: Label
    valid_for: Duration
    warn_before: Duration = "14d"
    grace_at_most: Duration = "14d"
    required_of: tuple[Id, ...] = ()


class Keep(Model):
    """Until when a purpose needs its fields (art. 22): `for_` after an event. After that they are erased."""

    until: Literal["acquired", "relation-ends", "last-use", "consent-withdrawn"]
    for_: Duration = Field(alias="for")


class Purpose(Item):
    """
    One purpose of use (clause 4).

    `family`: "customer" (4-1: collected from the person), "partner" (4-2: held by cooperating companies), "consent"
    (4-3: only with the person's consent). `needs` lists the fields it needs: any other field is not opened for it.
    `duties` may serve it, by `acts`. `past`: whether it needs past values (2-3). `marketing`: advertising, which needs
    opt-in; `refusable`: a refusal is honoured at once. `related_to`: purposes of earlier versions from which it does
    not go beyond what is reasonably related (17(2)), effective once notified or published on `notified` (21(3)).
    """

    label: Label
    family: Family
    needs: tuple[Id, ...]
    duties: tuple[Id, ...]
    acts: tuple[Act, ...] = ("find", "read")
    past: bool = False
    marketing: bool = False
    refusable: bool = False
    profiling: bool = False
    keep: Keep | None = None
    keep_fields: dict[Id, Keep] = Field(default_factory=dict)
    related_to: tuple[Id, ...] = ()
    notified: dt.date | None = None


class Source(Item):
    """
    Where information may come from (5-1). `family` decides which purposes it can serve.

    `academic`: it is an academic institution (16(8)), as 20(2)(vi) asks. `batch`: what one partner gives in a period
    is recorded in one batch (R.23(2)).
    """

    label: Label
    family: Literal["customer", "partner"]
    channel: Literal["form", "phone", "mail", "post", "counter", "import", "partner", "service", "public"]
    needs: tuple[Literal["notice", "script", "contract", "provenance", "attestation"], ...] = ()
    direct: bool = True
    academic: bool = False
    batch: Span | None = None


class Notice(Item):
    """What a person is told before acquisition (5-4): its text and the purposes it names."""

    label: Label
    text: Label
    purposes: tuple[Id, ...]


class Form(Item):
    """A collection (5-3): the source it is, the notice it shows, and the only fields it may carry."""

    label: Label
    source: Id
    notice: Id | None = None
    purposes: tuple[Id, ...]
    fields: tuple[Id, ...]
    required: tuple[Id, ...] = ()


class SpecialCare(Item):
    """When special-care-required information may be acquired (5-2): the grounds of 20(2) this operator admits."""

    label: Label
    grounds: tuple[str, ...]
    direct_is_consent: bool = True


class UrgentException(Item):
    """When the purpose need not be made plain beforehand (5-4; 21(2) proviso, 21(4))."""

    label: Label
    grounds: tuple[str, ...]
    notify_within: Duration = "3d"


class PartnerKind(Item):
    """
    A kind of partner (3-2): the contract terms and the supervision without which nothing goes out.

    `state`: a state or local body, or whoever carries out its task for it (27(1)(iv)); `academic`: a university or
    another institution whose object is academic research, or who belongs to one (16(8); 27(1)(vii)).
    """

    label: Label
    terms: tuple[str, ...] = ("confidentiality",)
    supervise_every: Duration | None = None
    state: bool = False
    academic: bool = False


class Provision(Item):
    """
    A ground on which information may go to somebody else (clause 8).

    `to`: kinds of partner ("any" for anybody). `character`: what it is in law; "unclassified" is answered Unclear.
    `fields`: the only ones that may go; empty means those of the consent. `exactly`: the handoff carries exactly
    these columns. `law`: the legal grounds of which one must hold, as keys of the law table. `needs`: what must be
    there besides. `purposes`: the purposes of clause 4 it serves. `record`: whether arts. 29/30 want a record; `batch`:
    what goes to one recipient in a period is recorded in one batch (R.19(2), R.27(2)).
    """

    label: Label
    to: tuple[Id, ...]
    character: Character
    fields: tuple[Id, ...] = ()
    exactly: bool = False
    purposes: tuple[Id, ...] = ()
    law: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    acts: tuple[Act, ...] = ("provide",)
    duties: tuple[Id, ...] = ()
    record: bool = False
    batch: Span | None = None


class AccessLog(Item):
    """What the web site's access log keeps (6-1), for how long."""

    items: tuple[Literal["host", "ip", "browser", "os", "time", "path", "status"], ...]
    keep: Duration
    purposes: tuple[Id, ...] = ()


class Cookies(Item):
    """Cookies and tags (6-2): categories, which of them wait for a choice, and what may be linked to a person."""

    categories: dict[Id, Label]
    wait_for_choice: tuple[Id, ...]
    link_to_person: bool = False
    honour_gpc: bool = True
    purposes: tuple[Id, ...] = ()


class RequestDesk(Item):
    """
    How a person asks (7): channels in, documents, identity, how the answer goes out, house deadlines.

    `items_to_match`: how many items must agree before anything is told; `match`: the fields they are taken from.
    """

    kinds: tuple[
        Literal["notify-purpose", "disclose", "provision-records", "correct", "stop", "stop-provision"], ...
    ] = ()
    email: str | None = None
    phone: str | None = None
    post: str | None = None
    items_to_match: int | None = None
    match: tuple[Id, ...] = ()
    documents: dict[Id, Label] = Field(default_factory=dict)
    not_accepted: dict[Id, Label] = Field(default_factory=dict)
    answer_by: tuple[Literal["sealed-post", "electronic", "inspection"], ...] = ()
    address_unchanged_for: Duration | None = None
    answer_within: Duration | None = None
    fee_yen: int | None = None


class AnonymisedRule(Item):
    """Anonymised information (9): each key is what its sub-clause promises."""

    used_for: tuple[Id, ...] = ()
    standard: tuple[str, ...] = ()
    safeguards: tuple[str, ...] = ()
    publish_items: bool | None = None
    no_reidentification: bool | None = None
    declare_to_recipient: bool | None = None
    items: dict[Id, Label] = Field(default_factory=dict)
    delivery: dict[Id, Label] = Field(default_factory=dict)


class Rules(Model):
    """All sections a `yaml rule` block may have. Maps merge across blocks; the others may stand once per clause."""

    fields: dict[Id, FieldRule] = Field(default_factory=dict)
    collation: dict[Id, Collation] = Field(default_factory=dict)
    staff: dict[Id, StaffKind] = Field(default_factory=dict)
    duties: dict[Id, Duty] = Field(default_factory=dict)
    use: dict[Id, UseRule] = Field(default_factory=dict)
    history: dict[Id, History] = Field(default_factory=dict)
    training: dict[Id, Course] = Field(default_factory=dict)
    reserved: dict[Id, Reserved] = Field(default_factory=dict)
    partners: dict[Id, PartnerKind] = Field(default_factory=dict)
    safeguards: dict[Id, Safeguards] = Field(default_factory=dict)
    purposes: dict[Id, Purpose] = Field(default_factory=dict)
    consent: dict[Id, ConsentRule] = Field(default_factory=dict)
    sources: dict[Id, Source] = Field(default_factory=dict)
    special_care: dict[Id, SpecialCare] = Field(default_factory=dict)
    forms: dict[Id, Form] = Field(default_factory=dict)
    notices: dict[Id, Notice] = Field(default_factory=dict)
    urgent: dict[Id, UrgentException] = Field(default_factory=dict)
    access_log: dict[Id, AccessLog] = Field(default_factory=dict)
    cookies: dict[Id, Cookies] = Field(default_factory=dict)
    requests: dict[Id, RequestDesk] = Field(default_factory=dict)
    provisions: dict[Id, Provision] = Field(default_factory=dict)
    anonymised: dict[Id, AnonymisedRule] = Field(default_factory=dict)
    links: dict[Id, Links] = Field(default_factory=dict)
    governing: dict[Id, Governing] = Field(default_factory=dict)
    changes: dict[Id, Changes] = Field(default_factory=dict)


class Clause(Model):
    """A clause: its id ("8-2", "4-1-A"), heading and prose in both languages, and its place in the file."""

    id: str
    level: int
    title: Label
    prose: Label
    line: int
    parent: str | None


class Operator(Model):
    """
    Who makes the promise (front matter). The address and representative are those of 32(1)(i).

    `academic`: it is an academic institution (16(8)); only then do 20(2)(v) and 27(1)(v), (vi) hold for it.
    `unclear` says what of it nobody has filled in yet: such a policy loads, so that it can be worked on, and is not
    published.
    """

    id: Id
    name: Named
    address: Named
    representative: Named
    manager: Named
    desk: Named
    email: str
    time_zone: str = "Asia/Tokyo"
    academic: bool = False
    unclear: str | None = None


class Policy(Model):
    """
    One version of one operator's policy.

    `version` is the SHA-256 over all its files, in hexadecimal; `effective` the day it takes effect; `replaces` the
    version before it. Versions are append-only.
    """

    operator: Operator
    title: Label
    note: Label | None = None
    version: str
    effective: dt.date
    published: dt.date
    replaces: str | None
    clauses: dict[str, Clause]
    rules: Rules
