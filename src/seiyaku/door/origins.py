"""Where information comes from, and what was shown before it was asked for (policy 5-1, 5-4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from seiyaku.consent import queries as choices
from seiyaku.core.asks import AcquisitionFacts
from seiyaku.papers.queries import is_kept
from seiyaku.vault.bases import Grounds

if TYPE_CHECKING:
    from .asking import Sitting

RECORDED = ("27(1)", "28(1)", "27(2)", "31(1)", "30(1)")
OF_USE = "18(1)"  # a ground of using what one has: nothing is given on it
OF_CHARACTER = {"27(5)(i)": "entrustment", "27(5)(ii)": "succession", "27(5)(iii)": "joint-use"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """
    One collection's origin: names of the policy's source and form, and references to the evidence.

    `shown`, `script`: the proof that the form's notice was shown or read out (`consent.services.show_notice`);
    `provenance`, `attested`: the papers that confirm them; `urgent`: the ground of 21 for not showing anything;
    `partner`: who gave it. What names a proof that is not kept, or is of another form, counts as nothing.

    `course`: how that partner came by it (30(1)(ii)). `basis`: the article it was given on: "27(1)" or "28(1)" with the
    persons' consent (so when not said), "27(2)" by published opt-out, "31(1)" as person-related information, "30(1)" by
    somebody who is no operator, or a ground of 27(1) or 27(5) on which 30 asks for nothing.
    """

    source: str | None
    form: str | None = None
    shown: str | None = None
    script: str | None = None
    partner: str | None = None
    provenance: str | None = None
    attested: str | None = None
    urgent: str | None = None
    course: str | None = field(default=None, repr=False)
    basis: str | None = None

    def told(self) -> frozenset[str] | None:
        """Return the purposes named to the person, if it is proven that anything was (5-4)."""
        for proof in (self.shown, self.script):
            named = choices.told(proof, self.form or "") if proof is not None else None
            if named is not None:
                return named
        return None

    def facts(self, sitting: Sitting) -> AcquisitionFacts:
        """Return the origin as the gate's facts."""
        partner = sitting.recipient(self.partner) if self.partner is not None else None
        return AcquisitionFacts(
            form=self.form,
            source=self.source,
            notice_shown=self._is_proven(self.shown),
            script=self.script if self._is_proven(self.script) else None,
            contract_until=partner.contract_until if partner else 0,
            provenance=self._is_confirmed(sitting),
            attested=self.attested is not None and is_kept(self.attested),
            urgent=self.urgent,
        )

    def _is_confirmed(self, sitting: Sitting) -> bool:
        """Say whether a paper shows where it comes from, and how the partner came by it where 30(1) asks that."""
        if self.provenance is None or not is_kept(self.provenance):
            return False
        return self.is_exempt(sitting) or self.basis == "31(1)" or bool(self.course and self.course.strip())

    def is_exempt(self, sitting: Sitting) -> bool:
        """Say whether it was given on a ground on which 30(1) asks for nothing: of 27(1), or of 27(5) as contracted."""
        grounds = sitting.rules.gate.house.law.grounds
        if self.basis is None or self.basis in (*RECORDED, OF_USE) or self.basis not in grounds:
            return False
        partner = sitting.recipient(self.partner) if self.partner is not None else None
        character = OF_CHARACTER.get(self.basis)
        return character is None or (partner is not None and partner.character == character)

    def _is_proven(self, proof: str | None) -> bool:
        return proof is not None and choices.told(proof, self.form or "") is not None

    def channel(self, sitting: Sitting) -> str:
        """Return the channel the policy gives the source."""
        return sitting.rules.policy.rules.sources[self.source or ""].channel

    def grounds(self, sitting: Sitting) -> Grounds:
        """Return what every value acquired this way is sealed under: only purposes published and told now (2-2)."""
        rules = sitting.rules
        family, purposes, told = rules.gate.acquired(form=self.form, source=self.source or "")
        named = self.told()
        if named is not None:  # an older wording may have named fewer than the policy's notice does now
            told &= sum(1 << bit for name, bit in rules.bits.purposes.items() if name in named)
        form = rules.policy.rules.forms.get(self.form or "")
        return Grounds(
            family=family,
            policy_version=rules.policy.version,
            purposes=purposes & told,
            source=self.source or "",
            notice=(form.notice or "") if form else "",
            partner=self.partner or "",
            attested=self.attested is not None,
        )
