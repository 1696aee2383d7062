"""Where information comes from, and what was shown before it was asked for (policy 5-1, 5-4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seiyaku.core.asks import AcquisitionFacts
from seiyaku.vault.bases import Grounds

if TYPE_CHECKING:
    from .asking import Sitting


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """
    One collection's origin: names of the policy's source and form, and references to the evidence.

    `shown`: the version of the notice that was shown; `script`: of the script that was read; `provenance`, `attested`:
    ids of the papers that confirm them; `urgent`: the ground of 21 for not showing anything; `partner`: who gave it.
    """

    source: str | None
    form: str | None = None
    shown: str | None = None
    script: str | None = None
    partner: str | None = None
    provenance: str | None = None
    attested: str | None = None
    urgent: str | None = None

    def facts(self, sitting: Sitting) -> AcquisitionFacts:
        """Return the origin as the gate's facts."""
        partner = sitting.recipient(self.partner) if self.partner is not None else None
        return AcquisitionFacts(
            form=self.form,
            source=self.source,
            notice_shown=self.shown is not None,
            script=self.script,
            contract_until=partner.contract_until if partner else 0,
            provenance=self.provenance is not None,
            attested=self.attested is not None,
            urgent=self.urgent,
        )

    def channel(self, sitting: Sitting) -> str:
        """Return the channel the policy gives the source."""
        return sitting.rules.policy.rules.sources[self.source or ""].channel

    def grounds(self, sitting: Sitting) -> Grounds:
        """Return what every value acquired this way is sealed under: only purposes published and told now (2-2)."""
        rules = sitting.rules
        family, purposes, told = rules.gate.acquired(form=self.form, source=self.source or "")
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
