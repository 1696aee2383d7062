"""The rules about the policy as a whole: what law governs, how it changes, how every use is kept (2, 3-1, 10 to 12)."""

from __future__ import annotations

from typing import Literal

from .terms import Duration, Id, Item, Label


class Links(Item):
    """Links that leave the operator's sites (10)."""

    mark_external: bool = True
    own_hosts: tuple[str, ...] = ()


class Governing(Item):
    """
    Law and court (11), and where to complain (Order 10(ii)).

    `certified_body`: the certified organisation the operator belongs to, with its desk for complaints (Order 10(iii)).
    """

    law: Literal["japan"] | None = None
    court: Label | None = None
    complaints: Label | None = None
    certified_body: Label | None = None


class Changes(Item):
    """How the policy changes (12)."""

    publish_addendum: bool | None = None
    serve_newest: bool | None = None
    feed: bool | None = None
    use_is_acceptance: bool | None = None
    use_is_consent: Literal[False] = False


class UseRule(Item):
    """The default of every use (2-2), and how often supervisors review their people's uses (2-4; art. 24)."""

    default: Literal["deny"]
    record_refusals: bool = True
    review_every: Duration = "1m"


class History(Item):
    """Past values (2-3)."""

    keep_past: bool
    purposes: tuple[Id, ...] = ()


class Safeguards(Item):
    """Security functions the operator binds itself to (2-1, 3-3): names of posture checks."""

    checks: tuple[Id, ...]


class Reserved(Item):
    """Duties that are never given to an outsider (3-1)."""

    duties: tuple[Id, ...]


class Collation(Item):
    """Fields that identify a person only together with others, and are treated as personal all the same (1-2)."""

    fields: tuple[Id, ...]


class ConsentRule(Item):
    """What consent must carry (4-3): who may give it, and what is kept as its evidence."""

    evidence: tuple[Literal["wording", "version", "time", "method", "identity", "giver"], ...]
    representative: bool = True
