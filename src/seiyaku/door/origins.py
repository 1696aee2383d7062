"""Where information comes from, and what was shown before it was asked for (policy 5-1, 5-4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seiyaku.consent import queries as choices
from seiyaku.core.asks import AcquisitionFacts
from seiyaku.papers.queries import is_kept
from seiyaku.vault.bases import Grounds

if TYPE_CHECKING:
    from .asking import Sitting


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """
    One collection's origin: names of the policy's source and form, and references to the evidence.

    `shown`, `script`: the proof that the form's notice was shown or read out (`consent.services.show_notice`);
    `provenance`, `attested`: the papers that confirm them; `urgent`: the ground of 21 for not showing anything;
    `partner`: who gave it. What names a proof that is not kept, or is of another form, counts as nothing.
    """

    source: str | None
    form: str | None = None
    shown: str | None = None
    script: str | None = None
    partner: str | None = None
    provenance: str | None = None
    attested: str | None = None
    urgent: str | None = None

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
            provenance=self.provenance is not None and is_kept(self.provenance),
            attested=self.attested is not None and is_kept(self.attested),
            urgent=self.urgent,
        )

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
