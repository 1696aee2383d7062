"""
Which clause a refusal stands under, which clause would help, and what it calls things.

The clause of a reason is where the policy keeps the rule behind it: training where its courses stand (2-4), partners
where their terms stand (3-2), and so on; reasons without such a place stand under the purpose or ground asked for.
"""

from __future__ import annotations

from .asks import Bits
from .language import Text
from .law import LawTable
from .masks import listed, text
from .model import Rules
from .reasons import refuse
from .tables import Refusal, Refusals, Use

BY_LAW = "law"
NEEDS = {
    "approver": Text("承認者", "an approver"),
    "document": Text("文書", "a document"),
    "statute": Text("根拠法令", "the statute"),
    "consent-is-hard": Text("同意を得ることが困難な事情", "why consent is hard to get"),
    "consent-hinders": Text("同意を得ると支障がある事情", "why asking consent would hinder"),
    "notice-two-months": Text("全利用者への2か月前の通知", "notice to every user two months before"),
    "purpose-covers": Text("利用目的", "a purpose that covers it"),
    "reason": Text("理由", "a reason"),
    "joint-use-published": Text("共同利用の5事項の公表", "the five matters of joint use, published"),
    "academic-purpose": Text("学術研究目的で扱う必要", "why it is needed for academic research"),
    "joint-research": Text("共同研究の取り決め", "the agreement on joint research"),
    "unavoidable": Text("成果の公表・教授のためやむを得ない事情", "why publishing or teaching cannot do without it"),
    "no-undue-harm": Text("権利利益を不当に侵害しないこと", "why nobody's rights are unduly harmed"),
}
SECTIONS = {
    "staff": ("not-proven", "second-factor", "not-active", "nobody-behind", "daily-limit"),
    "use": (
        "program-purpose", "no-duty", "unknown-act", "no-purpose", "act-not-for-purpose", "nothing-asked", "not-needed",
        "not-findable", "second-item", "not-acquired-for", "restricted",
    ),
    "reserved": ("reserved-duty",),
    "training": ("untrained",),
    "history": ("past-not-needed",),
    "consent": ("unknown-purpose", "no-consent"),
    "requests": ("not-own", "more-proof", "stopped", "stopped-provision"),
    "sources": ("unknown-source", "wrong-source", "no-provenance", "not-attested"),
    "forms": ("unknown-form", "not-collected-for", "wrong-purpose"),
    "urgent": ("no-notice", "no-script"),
    "special_care": ("special-care",),
    "partners": ("unknown-recipient", "contract-ended", "contract-terms", "supervision-overdue", "outside-contract"),
    "provisions": ("no-ground",),
}  # fmt: skip
BY_CONSENT = frozenset({"unknown-purpose", "not-acquired-for", "no-consent", "not-needed"})
BY_AGREEMENT = frozenset(
    {"no-ground", "own-use", "wrong-recipient", "not-entrusted", "no-legal-ground", "not-of-ground"}
    | {"no-provide-consent", "ground-act"}
)
NOTHING_HELPS = frozenset({"my-number"})

NO_DUTY = Text("このポリシーのどの職務も担っていません", "no duty of this policy does yet")


class Sayings:
    """What one policy's refusals say."""

    def __init__(self, rules: Rules, bits: Bits, law: LawTable) -> None:
        self.rules = rules
        self.bits = bits
        self.uses: dict[str, dict[str | None, Use]] = {}
        self.labels = {name: text(rule.label) for name, rule in rules.fields.items()}
        self.clauses = {section: self._first(section) for section in SECTIONS}
        self.by_reason = {reason: self.clauses[s] for s, reasons in SECTIONS.items() for reason in reasons}
        self.identity = next(
            (item.clause for item in rules.requests.values() if item.items_to_match or item.match),
            self.clauses["requests"],
        )
        self.by_reason |= dict.fromkeys(("caller-unverified", "no-authority", "too-many-tries"), self.identity)
        self.agreement = next(
            (p.clause for p in rules.provisions.values() if p.character == "third-party" and "any" in p.to),
            self.clauses["provisions"],
        )
        self.own_use = next((p.clause for p in rules.provisions.values() if p.character == "own-use"), None)
        self.law = law

    def _first(self, section: str) -> str:
        items = getattr(self.rules, section)
        return next((item.clause for item in items.values()), BY_LAW)

    def fields(self, mask: int) -> Text:
        """Name the fields of a mask."""
        return listed(label for name, label in self.labels.items() if mask >> self.bits.fields[name] & 1)

    def duties(self, mask: int) -> Text:
        """Name the duties of a mask."""
        return listed(text(d.label) for name, d in self.rules.duties.items() if mask >> self.bits.duties[name] & 1)

    def refusals(self, clause: str, what: Text, *, duties: int = 0, fields: int = 0, own: bool = False) -> Refusals:
        """
        Return the refusals of one row, which stands under `clause` and is called `what`.

        `own`: reasons about forms and purposes stand under the row's own clause too (grounds of provision).
        """

        def build(reason: str) -> Refusal:
            code, _, detail = reason.partition(":")
            where = clause if own and code in ("wrong-purpose", "no-purpose", "outside-contract") else None
            where = where or self.by_reason.get(code) or clause or BY_LAW
            if code == "profiling-not-told" and self.own_use:
                where = self.own_use
            said = NEEDS[detail] if detail else self.fields(fields) if code == "not-exactly" else what
            helps = (self.duties(duties) if duties else NO_DUTY) if code == "no-duty" else None
            return refuse(code, where, what=said, remedy=self._remedy(code, clause or where, where), help_=helps)

        return Refusals(build)

    def _remedy(self, code: str, clause: str, where: str) -> str | None:
        if code in NOTHING_HELPS:
            return None
        if code in BY_CONSENT or code == "profiling-not-told":
            return self.clauses["consent"]
        if code in BY_AGREEMENT:
            return self.agreement
        return clause if code == "no-duty" else where

    def not_needed(self, act: str, what: Text, left: int) -> Refusal:
        """Refuse fields a purpose does not need, and name the purpose of the policy that does."""
        for name, use in self.uses.get(act, {}).items():
            if use.limited and left and not left & ~use.needs:
                label = self.rules.purposes[str(name)].label
                return refuse("not-needed", self.clauses["use"], what=what, remedy=use.clause, help_=text(label))
        return refuse("not-needed", self.clauses["use"], what=what, remedy=self.clauses["consent"])
