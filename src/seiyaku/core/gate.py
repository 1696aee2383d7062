"""
The gate: may this be done? Decides; looks nothing up, writes nothing down. Default is no (policy 2-2).

A use (find, read, export, contact, profile, correct, write, erase …) is tried in this order:

* 2-1, 2-4, 3-1    The actor may act (`standing`).
* 7-2              In a call or visit: the caller is known, by items that agree and, for another, by authority.
* 4-1, 4-2, 4-3    The purpose is one of the policy's, or one the Act gives (18(3)(i)), and needs this act.
* 2-3              Past values only for a purpose that needs them.
* 4-1, 4-2         Fields the purpose does not need are left, whoever asks.
* 35               Not where the person's data is restricted, or its use for this purpose stopped.
* 4-1-F, 4-1-G     Not where the person has refused; advertising not without opt-in.
* 4-3              Purposes outside 4-1 and 4-2 only with the person's live consent.
* 2-2              Each value only for purposes of the source and the notice it was acquired under (17, 18), purposes
                   notified since and related to them (17(2), 21(3)), or with live consent.

What the Act itself commands passes the last four (what it only allows, such as making anonymised information, heeds a
restriction), and does not wait for a field the policy has not decided on.
Collecting is in `acquiring`, giving to others in `provisioning`.

Not here: looking facts up, knowing what day it is, sets of people (`sets`).
"""

from __future__ import annotations

from dataclasses import dataclass

from .acquiring import barred_fields, collect, enters, why_barred
from .answers import Allowed, Answer
from .asks import Ask, Facts, PersonFacts
from .provisioning import provide
from .sets import SetDecision, Standings, decide_sets
from .standing import (
    TRIES_AT_MOST,
    objection,
    recognised,
    stands_against,
    unknown_caller,
    usable_fields,
)
from .tables import House, Refusal, Use

NOBODY = PersonFacts()


@dataclass(frozen=True, slots=True)
class Gate:
    """One policy version, compiled under one revision of the law."""

    house: House

    def decide(self, ask: Ask, facts: Facts) -> Answer:
        """Answer one ask, on these facts and nothing else."""
        table = self.house.uses.get(ask.act)
        if table is None:
            return self._elsewhere(ask, facts)
        use = table.get(ask.purpose)
        if use is None:
            return self._no_use(ask, facts)
        why = objection(use, ask, facts)
        if why is None and facts.call is not None:
            why = unknown_caller(ask.act, facts.call, self.house.callers)
        if why is not None:
            return use.no[why]
        if use.unclear:
            return use.no["undecided"]
        if ask.past and not use.past:
            return use.no["undecided" if use.undecided_past else "past-not-needed"]
        if use.kind == "read":
            return self._read(use, ask.fields, facts)
        return self._other(use, ask, facts)

    def _other(self, use: Use, ask: Ask, facts: Facts) -> Answer:
        if use.kind == "find":
            return self._find(use, ask.fields, facts)
        if use.kind == "write":
            return self._write(use, ask, facts)
        if use.kind == "identify":
            return self._identify(use, ask.fields, facts)
        if use.kind == "scan":
            return self._scan(use, ask.fields, facts)
        return self._deed(use, ask, facts)

    def _read(self, use: Use, asked: int, facts: Facts) -> Answer:
        granted = asked & use.needs
        if not granted:
            return use.left(asked) if asked else use.no["nothing-asked"]
        if granted & use.undecided:
            return use.no["undecided-field"]
        if not use.limited:
            if use.heeds and facts.person is not None and facts.person.restricted:
                return use.no["restricted"]
            return use.allowed(asked, granted)
        person = facts.person or NOBODY
        why = stands_against(use, person)
        if why is not None:
            return use.no[why]
        if use.consent_only:
            return use.allowed(asked, granted)
        usable = granted & usable_fields(use.bit, person)
        if usable != granted and person.consents & use.consent_bit:
            return use.allowed(asked, granted, clause=self.house.clauses["consent"])
        if not usable:
            return use.no["undecided" if person.consents & use.undecided_consent else "not-acquired-for"]
        return use.allowed(asked, usable)

    def _find(self, use: Use, asked: int, facts: Facts) -> Answer:
        """All or nothing: a search with one criterion less would be another search."""
        if asked & ~use.needs:
            return use.left(asked & ~use.needs)
        why = self._findable(asked)
        if why is not None:
            return use.no[why]
        if facts.person is None:
            return use.no["undecided-field"] if asked & use.undecided else use.allowed(asked, asked)
        answer = self._read(use, asked, facts)
        return use.no["not-acquired-for"] if isinstance(answer, Allowed) and answer.left else answer

    def _scan(self, use: Use, asked: int, facts: Facts) -> Answer:
        """Looking for a part of a value opens everybody's: never secrecy, special care or individual numbers."""
        house = self.house
        if asked & (house.special | house.my_number | house.communications):
            return use.no["not-findable"]
        return self._read(use, asked, facts)

    def _identify(self, use: Use, asked: int, facts: Facts) -> Answer:
        """Comparing what a caller says with what is held: one item must find somebody; none is shown (7-2)."""
        if facts.call is not None and facts.call.tries >= TRIES_AT_MOST:
            return use.no["too-many-tries"]
        if asked & ~use.needs:
            return use.left(asked & ~use.needs)
        found = asked & (self.house.findable | self.house.joined)
        why = self._findable(found) if found == asked or not found else None
        if why is not None:
            return use.no[why]
        return use.no["undecided-field"] if asked & use.undecided else use.allowed(asked, asked)

    def _findable(self, fields: int) -> str | None:
        house = self.house
        if not fields:
            return "nothing-asked"
        if fields & ~(house.findable | house.joined):
            return "not-findable"
        return "second-item" if not fields & house.findable and not fields & (fields - 1) else None

    def _write(self, use: Use, ask: Ask, facts: Facts) -> Answer:
        """A new value leans on its own source, not on how the old one was acquired."""
        granted = ask.fields & use.needs
        if not granted:
            return use.left(ask.fields) if ask.fields else use.no["nothing-asked"]
        if granted & use.undecided:
            return use.no["undecided-field"]
        why = enters(self.house, facts)
        if why is None and use.limited:
            why = stands_against(use, facts.person or NOBODY)
        if why is not None:
            return use.no[why]
        barred = granted & barred_fields(self.house, ask, facts)
        if barred == granted:
            return use.no[why_barred(self.house, facts, barred)]
        return use.allowed(ask.fields, granted & ~barred)

    def _deed(self, use: Use, ask: Ask, facts: Facts) -> Answer:
        """An act on a whole record (erase, merge, withhold …): fields only say which part. A relation has a source."""
        if use.barred is not None:
            return use.no[use.barred]
        if use.act == "relate":
            why = enters(self.house, facts)
            if why is not None:
                return use.no[why]
        if use.limited:
            why = stands_against(use, facts.person or NOBODY)
            if why is not None:
                return use.no[why]
        return use.allowed(ask.fields, ask.fields)

    def _elsewhere(self, ask: Ask, facts: Facts) -> Answer:
        if ask.act == "collect":
            return collect(self.house, ask, facts)
        if ask.act == "provide":
            return provide(self.house, ask, facts)
        return self.house.no[recognised(ask, facts) or "unknown-act"]

    def _no_use(self, ask: Ask, facts: Facts) -> Refusal:
        house = self.house
        why = recognised(ask, facts)
        if why is not None:
            return house.no[why]
        if ask.purpose is None:
            return house.no["no-purpose"]
        known = house.purposes.get(ask.purpose)
        if known is None:
            return house.no["unknown-purpose"]
        return known.no["profiling-not-told" if ask.act == "profile" else "act-not-for-purpose"]

    def barred(self, act: str, purpose: str) -> Refusal | None:
        """Return why nobody may do this about the purpose, whoever asks and why; None where somebody may."""
        use = self.house.uses.get(act, {}).get(purpose)
        return use.no[use.barred] if use is not None and use.barred is not None else None

    def decide_sets(self, ask: Ask, facts: Facts, sets: Standings) -> SetDecision:
        """Answer one ask about many people (`sets`)."""
        return decide_sets(self, ask, facts, sets)

    def grounds_for(self, kind: str) -> tuple[str, ...]:
        """Return the grounds of clause 8 for a kind of recipient, in the policy's order."""
        return tuple(route.name for route in self.house.routes_to.get(kind, self.house.routes_to[""]))

    def purpose_bit(self, purpose: str | None) -> int:
        """Return the bit of a purpose, 0 for none or an unknown one."""
        use = self.house.purposes.get(purpose) if purpose is not None else None
        return use.bit if use is not None else 0

    def acquired(self, *, form: str | None, source: str) -> tuple[str, int, int]:
        """Return what a value acquired now is kept with: family, purposes published, purposes told in the notice."""
        origin = self.house.origins[source]
        if form is None:
            return origin.family, origin.purposes, -1
        sheet = self.house.forms[form]
        return origin.family, sheet.purposes & origin.purposes, sheet.notice

    def basis_mask(self, family: str, purposes: int, notice: int, *, today: int, attested: bool = False) -> int:
        """
        Return for which purposes a value may be used today.

        `purposes` and `notice` are those at acquisition. A later version widens them only by purposes reasonably
        related to one of them (17(2)), from the day of notice on (21(3)); attested legacy data by none.
        """
        held = purposes & notice
        mask = held & ~self.house.others[family]
        if not attested:
            for bit, olds, day, kin in self.house.related:
                if kin == family and olds & held and day <= today:
                    mask |= bit
        return mask

    def fields_mask(self, names: list[str] | tuple[str, ...] | set[str] | frozenset[str]) -> int:
        """Return the mask of these fields. Raises KeyError for a name that no policy version declared."""
        bits = self.house.field_bits
        mask = 0
        for name in names:
            mask |= 1 << bits[name]
        return mask

    def names(self, mask: int) -> list[str]:
        """Return the names of the fields in a mask, in the order of their bits."""
        return [name for name, bit in self.house.field_bits.items() if mask >> bit & 1]
