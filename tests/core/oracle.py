"""
What the gate must answer, worked out the slow and obvious way: names and sets, one question after another.

Shares no code with the gate: it reads the policy as it was loaded and the facts as they were given, and has the law
written out again; in one file, so that it is read as one text. It answers (verdict, clause or reason, names of the
fields granted).
"""

from __future__ import annotations

from seiyaku.core.asks import AcquisitionFacts, ActorFacts, Ask, Bits, Facts, PersonFacts
from seiyaku.core.model import Policy, Provision, Purpose

Said = tuple[str, str, frozenset[str]]
NONE: frozenset[str] = frozenset()


def verdict(reason: str) -> str:
    return "unclear" if reason in ("undecided", "undecided-field", "unclassified") else "no"


# The purposes the Act gives: acts, which fields, past values, by itself, by the person, only with this section.
DUTIES_OF_LAW = {
    "law:disclose": ("find read export disclose contact scan", "all", True, False, True, None),
    "law:provision-records": ("find read export disclose contact", "all", True, False, True, None),
    "law:notify-purpose": ("find read contact", "contact", False, False, False, None),
    "law:correct": ("find read write correct contact scan", "all", True, False, True, None),
    "law:accuracy": ("find read write correct link merge split relate contact", "all", True, False, False, None),
    "law:stop": ("find read stop resume contact scan", "contact", False, False, True, None),
    "law:erase": ("find read erase contact scan", "contact", False, False, True, None),
    "law:retention": ("find read expire erase", "none", False, True, False, None),
    "law:breach": ("find read export contact scan", "contact", False, False, False, None),
    "law:ask-consent": ("find read contact consent refuse withdraw", "contact", False, False, True, None),
    "law:complaint": ("find read contact scan", "all", True, False, False, None),
    "law:withhold": ("find read withhold", "contact", False, False, False, None),
    "law:supervise": ("find read", "contact", False, False, False, None),
    "law:statutory-record": ("find read export", "all", True, False, False, None),
    "law:quarantine": ("find read erase", "all", False, False, False, None),
    "law:anonymise": ("find read anonymise", "all", True, False, False, "anonymised"),
    "law:measures-abroad": ("find read contact", "contact", False, False, False, None),
}
HEEDING = ("law:ask-consent", "law:supervise", "law:anonymise")
GROUNDS_OF_LAW: dict[str, set[str]] = {
    "27(1)": set(),
    "18(1)": set(),
    "27(1)(i)": {"statute"},
    "27(1)(ii)": {"reason", "consent-is-hard"},  # necessary, and consent hard to get
    "27(1)(iii)": {"reason", "consent-is-hard"},  # specially necessary, and consent hard to get
    "27(1)(iv)": {"statute", "consent-hinders"},
    "27(1)(v)": {"unavoidable", "no-undue-harm"},
    "27(1)(vi)": {"academic-purpose", "joint-research", "no-undue-harm"},
    "27(1)(vii)": {"academic-purpose", "no-undue-harm"},
    "28(1)": set(),
    "27(5)(i)": set(),
    "27(5)(ii)": set(),
    "27(5)(iii)": {"joint-use-published"},
}
# 27(1) has seven items; who gives (v), (vi) and who receives (iv), (vii) must be what they say.
ITEMS_OF_27_1 = {f"27(1)({item})" for item in ("i", "ii", "iii", "iv", "v", "vi", "vii")}
BY_AN_INSTITUTION = {"27(1)(v)", "27(1)(vi)", "20(2)(v)"}
WITHOUT_CONSENT = {  # what 20(2) asks of each case
    "20(2)(i)": {"statute"},
    "20(2)(ii)": {"reason", "consent-is-hard"},
    "20(2)(iii)": {"reason", "consent-is-hard"},
    "20(2)(iv)": {"statute", "consent-hinders"},
    "20(2)(v)": {"academic-purpose", "no-undue-harm"},
    "20(2)(vi)": {"academic-purpose", "joint-research", "no-undue-harm"},
    "20(2)(vii)": {"document"},
    "20(2)(viii)": {"reason"},
}
UNTOLD = {  # what 21 asks of each case
    "21(2)": {"reason"},
    "21(4)(i)": {"reason"},
    "21(4)(ii)": {"reason"},
    "21(4)(iii)": {"reason", "statute"},
    "21(4)(iv)": {"reason"},
}
LIKE_JAPAN = {
    "JP", "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
    "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "IS", "LI", "NO", "GB",
}  # fmt: skip
HOW_TO_REACH = {"name", "kana", "phone", "email", "postal-code", "address", "member-number", "corporate-number"}
WHOLE = {
    "link", "merge", "split", "erase", "expire", "withhold", "stop", "resume", "consent", "refuse", "withdraw",
    "relate",
}  # fmt: skip
CHOOSING = {
    "consent": "law:ask-consent", "refuse": "law:ask-consent", "withdraw": "law:ask-consent",
    "stop": "law:stop", "resume": "law:stop",
}  # fmt: skip
BY_THEMSELF = {"disclose", "consent", "refuse", "withdraw", "stop", "resume", "correct"}


class Oracle:
    def __init__(self, policy: Policy, bits: Bits) -> None:
        self.rules = policy.rules
        self.bits = bits
        self.institution = policy.operator.academic

    def names(self, mask: int) -> set[str]:
        return {name for name in self.rules.fields if (mask >> self.bits.fields[name]) % 2 == 1}

    def held(self, standing: ActorFacts) -> set[str]:
        return {name for name in self.rules.duties if (standing.duties >> self.bits.duties[name]) % 2 == 1}

    def about(self, mask: int, purpose: str) -> bool:
        return (mask >> self.bits.purposes[purpose]) % 2 == 1

    def decide(self, ask: Ask, facts: Facts) -> Said:
        if ask.act == "collect":
            return self.collect(ask, facts)
        if ask.act == "provide":
            return self.provide(ask, facts)
        return self.use(ask, facts)

    # Who may act at all.

    def actor(self, ask: Ask, facts: Facts, serving: set[str], bits: set[str], law: bool, own: bool, job: bool) -> str:
        me = facts.actor
        if me.kind != ask.actor.kind or not ask.actor.proven_by:
            return "not-proven"
        if not me.active:
            return "not-active"
        if me.kind == "person":
            if not own:
                return "no-duty"
            return "" if facts.own else "not-own"
        if me.kind == "system":
            return "" if job else "no-duty"
        if me.kind == "staff":
            return self.member(me, facts.today, serving)
        if law:
            if me.purposes >= 0:
                return "program-purpose"
        elif not any(self.about(me.purposes, name) for name in bits):
            return "program-purpose"
        if me.unattended:
            return self.member(me, facts.today, serving)
        if me.uses_at_most > 0 and me.uses_today >= me.uses_at_most:
            return "daily-limit"
        behind, behalf = ask.actor.on_behalf_of, facts.behalf
        if behind is None or behalf is None:
            return "nobody-behind"
        if behind.kind != "staff" or behalf.kind != "staff" or not behind.proven_by:
            return "not-proven"
        return self.member(behalf, facts.today, serving) if behalf.active else "not-active"

    def member(self, me: ActorFacts, today: int, serving: set[str]) -> str:
        usable = {name for name in self.held(me) & serving if not self.rules.duties[name].unclear}
        reserved = {d for rule in self.rules.reserved.values() for d in rule.duties}
        reserved |= {name for name, duty in self.rules.duties.items() if duty.reserved}
        if usable and not me.inside and usable <= reserved:
            return "reserved-duty"
        if not usable:
            return "undecided" if self.held(me) & serving else "no-duty"
        if today > me.trained_until and today > me.grace_until:
            return "untrained"
        if me.uses_at_most > 0 and me.uses_today >= me.uses_at_most:
            return "daily-limit"
        return ""

    def able(self, act: str) -> set[str]:
        return {name for name, duty in self.rules.duties.items() if act in duty.may}

    # Using what is held.

    def use(self, ask: Ask, facts: Facts) -> Said:
        act, purpose = ask.act, ask.purpose
        clause_12_3 = [c for c in self.rules.changes.values() if c.use_is_acceptance and not c.unclear]
        if act == "accept" and purpose is None and clause_12_3:
            why = self.actor(ask, facts, self.able(act), set(self.rules.purposes), False, True, False)
            if why or ask.past:
                return (verdict(why or ""), why or "past-not-needed", NONE)
            return ("yes", clause_12_3[0].clause, frozenset(self.names(ask.fields)))
        if act in CHOOSING and purpose is None:
            purpose = CHOOSING[act]
        if purpose is not None and purpose.startswith("law:") and purpose in DUTIES_OF_LAW:
            section = DUTIES_OF_LAW[purpose][5]
            if section is None or getattr(self.rules, section):
                return self.use_by_law(ask, facts, purpose)
        rule = self.rules.purposes.get(purpose or "")
        if act in CHOOSING and rule is not None:
            return self.choose(ask, facts, str(purpose), rule)
        stranger = self.actor(ask, facts, set(), set(), False, False, False)
        if stranger in ("not-proven", "not-active") and not self.behind(ask, facts):
            known_act = any(act in r.acts for r in self.rules.purposes.values())
            if rule is None or act == "accept" or act not in rule.acts or not known_act:
                return ("no", stranger, NONE)
        if not self.act_exists(act):
            return ("no", "unknown-act", NONE)
        if purpose is None:
            return ("no", "no-purpose", NONE)
        if rule is None:
            return ("no", "unknown-purpose", NONE)
        if act == "accept" or act not in rule.acts or (act == "profile" and not rule.profiling):
            return ("no", "profiling-not-told" if act == "profile" else "act-not-for-purpose", NONE)
        why = self.actor(ask, facts, set(rule.duties) & self.able(act), {purpose}, False, False, False)
        if why:
            return (verdict(why), why, NONE)
        if rule.unclear:
            return ("unclear", "undecided", NONE)
        if ask.past and not self.needs_past(purpose, rule, open_too=False):
            unclear = self.needs_past(purpose, rule, open_too=True)
            return ("unclear", "undecided", NONE) if unclear else ("no", "past-not-needed", NONE)
        if act in WHOLE:
            why = self.source(facts) if act == "relate" else ""
            why = why or self.person(facts.person, purpose, rule)
            return (verdict(why), why, NONE) if why else ("yes", rule.clause, frozenset(self.names(ask.fields)))
        return self.fields(ask, facts, purpose, rule)

    def behind(self, ask: Ask, facts: Facts) -> bool:
        """The actor itself is proven and active: only who stands behind it may be missing."""
        return bool(ask.actor.proven_by) and facts.actor.active and facts.actor.kind == ask.actor.kind

    def act_exists(self, act: str) -> bool:
        if act in CHOOSING:
            return True
        if act == "accept":
            return any(c.use_is_acceptance and not c.unclear for c in self.rules.changes.values())
        for duty in DUTIES_OF_LAW.values():
            if act in duty[0].split() and (duty[5] is None or getattr(self.rules, duty[5])):
                return True
        return any(act in rule.acts and (act != "profile" or rule.profiling) for rule in self.rules.purposes.values())

    def needs_past(self, name: str, rule: Purpose, *, open_too: bool) -> bool:
        kept = [h for h in self.rules.history.values() if open_too or not h.unclear]
        return any(h.keep_past for h in kept) and (rule.past or any(name in h.purposes for h in kept))

    def use_by_law(self, ask: Ask, facts: Facts, purpose: str) -> Said:
        acts, reach, past, job, person, _ = DUTIES_OF_LAW[purpose]
        if ask.act not in acts.split():
            stranger = self.actor(ask, facts, set(), set(), True, False, False)
            if not self.behind(ask, facts):
                return ("no", stranger, NONE)
            if not self.act_exists(ask.act):
                return ("no", "unknown-act", NONE)
            return ("no", "profiling-not-told" if ask.act == "profile" else "act-not-for-purpose", NONE)
        serving = {name for name, duty in self.rules.duties.items() if purpose in duty.law} & self.able(ask.act)
        why = self.actor(ask, facts, serving, set(), True, person and ask.act in BY_THEMSELF, job)
        if why:
            return (verdict(why), why, NONE)
        if ask.past and not past:
            return ("no", "past-not-needed", NONE)
        asked = self.names(ask.fields)
        if ask.act in WHOLE:
            why = self.source(facts) if ask.act == "relate" else ""
            return (verdict(why), why, NONE) if why else ("yes", "law", frozenset(asked))
        needed = set(self.rules.fields) if reach == "all" else set()
        if reach == "contact":
            needed = {name for name, rule in self.rules.fields.items() if rule.type in HOW_TO_REACH}
        if purpose == "law:anonymise":
            needed = {name for name, rule in self.rules.fields.items() if rule.klass != "communications"}
        return self.reach(ask, facts, needed, "law", None, None)

    def choose(self, ask: Ask, facts: Facts, purpose: str, rule: Purpose) -> Said:
        why = self.actor(ask, facts, self.able(ask.act), {purpose}, False, True, False)
        if why:
            return (verdict(why), why, NONE)
        if rule.unclear:
            return ("unclear", "undecided", NONE)
        if ask.past and not self.needs_past(purpose, rule, open_too=False):
            unclear = self.needs_past(purpose, rule, open_too=True)
            return ("unclear", "undecided", NONE) if unclear else ("no", "past-not-needed", NONE)
        if ask.act == "refuse" and not (rule.refusable or rule.marketing):
            return ("no", "not-refusable", NONE)
        return ("yes", rule.clause, frozenset(self.names(ask.fields)))

    def fields(self, ask: Ask, facts: Facts, purpose: str, rule: Purpose) -> Said:
        return self.reach(ask, facts, set(rule.needs), rule.clause, purpose, rule)

    def reach(
        self, ask: Ask, facts: Facts, needed: set[str], clause: str, purpose: str | None, rule: Purpose | None
    ) -> Said:
        asked = self.names(ask.fields)
        wanted = asked & needed
        if ask.act == "find":
            if asked - needed:
                return ("no", "not-needed", NONE)
            if not asked:
                return ("no", "nothing-asked", NONE)
            if any(self.rules.fields[name].findable == "no" for name in asked):
                return ("no", "not-findable", NONE)
            if len(asked) == 1 and all(self.rules.fields[name].findable == "joined" for name in asked):
                return ("no", "second-item", NONE)
        if ask.act == "scan":
            never = [n for n in asked if self.rules.fields[n].klass in ("special-care", "communications")]
            if never or any(self.rules.fields[n].type == "my-number" for n in asked):
                return ("no", "not-findable", NONE)
        if not asked:
            return ("no", "nothing-asked", NONE)
        if not wanted:
            return ("no", "not-needed", NONE)
        if rule is not None and any(self.rules.fields[name].unclear for name in wanted):
            return ("unclear", "undecided-field", NONE)
        if ask.act in ("write", "correct"):
            return self.write(ask, facts, wanted, clause, purpose, rule)
        if rule is None and ask.purpose in HEEDING and facts.person is not None and facts.person.restricted:
            return ("no", "restricted", NONE)
        if rule is None or purpose is None or (ask.act == "find" and facts.person is None):
            return ("yes", clause, frozenset(wanted))
        why = self.person(facts.person, purpose, rule)
        if why:
            return (verdict(why), why, NONE)
        if rule.family == "consent":
            return ("yes", clause, frozenset(wanted))
        return self.by_source(ask, facts.person or PersonFacts(), wanted, clause, purpose)

    def by_source(self, ask: Ask, person: PersonFacts, wanted: set[str], clause: str, purpose: str) -> Said:
        usable = set()
        for fields, purposes in person.bases:
            if self.about(purposes, purpose):
                usable |= self.names(fields)
        if wanted <= usable:
            return ("yes", clause, frozenset(wanted))
        if self.agreed(person, purpose) == "yes":
            return ("yes", next(iter(self.rules.consent.values())).clause, frozenset(wanted))
        if not wanted & usable and self.agreed(person, purpose) == "unclear":
            return ("unclear", "undecided", NONE)
        if not wanted & usable or ask.act == "find":
            return ("no", "not-acquired-for", NONE)
        return ("yes", clause, frozenset(wanted & usable))

    def person(self, person: PersonFacts | None, purpose: str, rule: Purpose) -> str:
        person = person or PersonFacts()
        if person.restricted:
            return "restricted"
        if self.about(person.stopped, purpose):
            return "stopped"
        if (rule.refusable or rule.marketing) and self.about(person.refusals, purpose):
            return "refused"
        if rule.marketing and not self.about(person.consents, purpose):
            return "no-opt-in"
        if rule.family == "consent" and self.agreed(person, purpose) != "yes":
            return "undecided" if self.agreed(person, purpose) == "unclear" else "no-consent"
        return ""

    def write(
        self, ask: Ask, facts: Facts, wanted: set[str], clause: str, purpose: str | None, rule: Purpose | None
    ) -> Said:
        unproven = self.source(facts)
        if unproven:
            return (verdict(unproven), unproven, NONE)
        if rule is not None and purpose is not None:
            why = self.person(facts.person, purpose, rule)
            if why:
                return (verdict(why), why, NONE)
        barred = self.barred(ask, facts, wanted)
        if barred == wanted:
            return self.without_ground(facts, barred)
        return ("yes", clause, frozenset(wanted - barred))

    def source(self, facts: Facts) -> str:
        told = facts.acquisition
        source = self.rules.sources.get(told.source or "") if told else None
        if told is None or source is None:
            return "unknown-source"
        form = self.rules.forms.get(told.form) if told.form is not None else None
        if told.form is not None and form is None:
            return "unknown-form"
        notice = self.rules.notices[form.notice] if form and form.notice else None
        if source.unclear or (form and form.unclear) or (notice and notice.unclear):
            return "undecided"
        if form is not None and form.source != told.source:
            return "wrong-source"
        return self.unproven(told, facts, shows=notice is not None)

    def barred(self, ask: Ask, facts: Facts, wanted: set[str]) -> set[str]:
        numbers = {name for name in wanted if self.rules.fields[name].type == "my-number"}
        special = {name for name in wanted if self.rules.fields[name].klass == "special-care"}
        admitted = [rule for rule in self.rules.special_care.values() if not rule.unclear]
        if any(self.exempted(ground, facts) for rule in admitted for ground in rule.grounds):
            return numbers
        if any(rule.direct_is_consent for rule in admitted):
            if ask.actor.kind == "person" and facts.own:
                return numbers
            source = self.rules.sources.get((facts.acquisition.source or "") if facts.acquisition else "")
            if source is not None and source.direct and source.channel in ("mail", "post", "phone", "counter"):
                return numbers
        agreed = self.names(facts.person.special_consent) if facts.person else set()
        return numbers | (special - agreed)

    def exempted(self, ground: str, facts: Facts) -> bool:
        """20(2): one of its cases is named, and all that the case asks is there."""
        if ground not in facts.evidence or not WITHOUT_CONSENT[ground] <= facts.evidence:
            return False
        if ground == "20(2)(vi)":
            source = self.rules.sources.get((facts.acquisition.source or "") if facts.acquisition else "")
            return source is not None and source.academic
        return self.institution or ground not in BY_AN_INSTITUTION

    # Taking information in.

    def collect(self, ask: Ask, facts: Facts) -> Said:
        told = facts.acquisition
        form = self.rules.forms.get(told.form) if told and told.form else None
        if told is not None and told.form and form is None:
            return ("no", "unknown-form", NONE)
        names = set(form.purposes) if form else set(self.rules.purposes)
        serving = set()
        for name in names:
            if form is None or "collect" in self.rules.purposes[name].acts:
                serving |= set(self.rules.purposes[name].duties) if form else set(self.rules.duties)
        why = self.actor(ask, facts, serving & self.able("collect"), names, False, form is not None, False)
        if why:
            return (verdict(why), why, NONE)
        if told is None or (told.source or "") not in self.rules.sources:
            return ("no", "unknown-source", NONE)
        source = self.rules.sources[told.source or ""]
        notice = self.rules.notices[form.notice] if form and form.notice else None
        if source.unclear or (form and form.unclear) or (notice and notice.unclear):
            return ("unclear", "undecided", NONE)
        if form is None and source.direct:
            return ("no", "unknown-form", NONE)
        if form is not None and form.source != told.source:
            return ("no", "wrong-source", NONE)
        unproven = self.unproven(told, facts, shows=notice is not None)
        if unproven:
            return (verdict(unproven), unproven, NONE)
        if ask.purpose is not None:
            if ask.purpose not in self.rules.purposes and ask.purpose not in DUTIES_OF_LAW:
                return ("no", "unknown-purpose", NONE)
            if ask.purpose not in names:
                return ("no", "wrong-purpose", NONE)
        needed: set[str] = set()
        for name in names:
            if form is not None or self.rules.purposes[name].family == source.family:
                needed |= set(self.rules.purposes[name].needs)
        if form is not None:
            needed &= set(form.fields)
        asked = self.names(ask.fields)
        wanted = asked & needed
        if any(self.rules.fields[name].unclear for name in wanted):
            return ("unclear", "undecided-field", NONE)
        barred = self.barred(ask, facts, wanted)
        if wanted - barred:
            clause = form.clause if form else next(iter(self.rules.sources.values())).clause
            return ("yes", clause, frozenset(wanted - barred))
        if not asked:
            return ("no", "nothing-asked", NONE)
        return self.without_ground(facts, barred) if barred else ("no", "not-collected-for", NONE)

    def unproven(self, told: AcquisitionFacts, facts: Facts, *, shows: bool) -> str:
        source = self.rules.sources[told.source or ""]
        if "contract" in source.needs and told.contract_until < facts.today:
            return "contract-ended"
        if "provenance" in source.needs and not told.provenance:
            return "no-provenance"
        if "attestation" in source.needs and not told.attested:
            return "not-attested"
        exceptions = {g for rule in self.rules.urgent.values() if not rule.unclear for g in rule.grounds}
        if told.urgent in exceptions and UNTOLD[told.urgent] <= facts.evidence:
            return ""
        missing = ""
        if "script" in source.needs:
            missing = "" if told.script else "no-script"
        elif ("notice" in source.needs or (shows and source.direct)) and not told.notice_shown:
            missing = "no-notice"
        # 21(2): whoever writes down what they are asked for has been shown the purpose first.
        if not missing and source.direct and source.channel == "form" and not told.notice_shown:
            missing = "no-notice"
        asked_whether = any(told.urgent in rule.grounds for rule in self.rules.urgent.values() if rule.unclear)
        asked_whether |= any(told.urgent in r.grounds for r in self.rules.special_care.values() if r.unclear)
        return "undecided" if missing and asked_whether else missing

    def without_ground(self, facts: Facts, barred: set[str]) -> Said:
        if any(self.rules.fields[name].type == "my-number" for name in barred):
            return ("no", "my-number", NONE)
        for items in (self.rules.special_care, self.rules.urgent):
            for rule in items.values():
                if rule.unclear and any(ground in facts.evidence for ground in rule.grounds):
                    return ("unclear", "undecided", NONE)
        return ("no", "special-care", NONE)

    def agreed(self, person: PersonFacts, purpose: str) -> str:
        """ "yes", "no", or "unclear" when nobody has decided what consent takes."""
        if not self.about(person.consents, purpose) or not self.rules.consent:
            return "no"
        return "yes" if any(not rule.unclear for rule in self.rules.consent.values()) else "unclear"

    # Giving information to others.

    def provide(self, ask: Ask, facts: Facts) -> Said:
        if not self.behind(ask, facts):
            if ask.ground is None or ask.ground not in self.rules.provisions:
                bad = facts.actor.kind != ask.actor.kind or not ask.actor.proven_by
                return ("no", "not-proven" if bad else "not-active", NONE)
        if ask.ground is not None:
            if ask.ground not in self.rules.provisions:
                return ("no", "no-ground", NONE)
            return self.by_ground(ask, facts, self.rules.provisions[ask.ground])
        recipient = facts.recipient
        if recipient is None or recipient.id != ask.recipient:
            return ("no", "unknown-recipient", NONE)
        first: Said | None = None
        for rule in self.rules.provisions.values():
            if "any" in rule.to or recipient.kind in rule.to:
                said = self.by_ground(ask, facts, rule)
                if said[0] == "yes":
                    return said
                first = first or said
        return first or ("no", "no-ground", NONE)

    def by_ground(self, ask: Ask, facts: Facts, rule: Provision) -> Said:
        serving = (set(rule.duties) or set(self.rules.duties)) & self.able("provide")
        why = self.actor(ask, facts, serving, set(rule.purposes), not rule.purposes, False, False)
        if why:
            return (verdict(why), why, NONE)
        to = facts.recipient
        if to is None or to.id != ask.recipient:
            return ("no", "unknown-recipient", NONE)
        if rule.unclear:
            return ("unclear", "undecided", NONE)
        if rule.character == "own-use":
            return ("no", "own-use", NONE)
        if "provide" not in rule.acts:
            return ("no", "ground-act", NONE)
        if "any" not in rule.to and to.kind not in rule.to:
            return ("no", "wrong-recipient", NONE)
        if rule.purposes and ask.purpose is None:
            return ("no", "no-purpose", NONE)
        if rule.purposes and ask.purpose not in rule.purposes:
            return ("no", "wrong-purpose", NONE)
        if not rule.purposes and ask.purpose is None and rule.character in ("entrustment", "joint-use"):
            return ("no", "no-purpose", NONE)
        purpose = self.rules.purposes.get(ask.purpose or "")
        if ask.purpose is not None and purpose is None:
            return ("no", "unknown-purpose", NONE)
        if not rule.purposes and purpose is not None and purpose.unclear:
            return ("unclear", "undecided", NONE)
        kind = self.rules.partners.get(to.kind)
        if kind is not None and kind.unclear:
            return ("unclear", "undecided", NONE)
        if rule.character == "unclassified":
            return ("unclear", "unclassified", NONE)
        if rule.character != "by-law":
            if to.character not in ("entrustment", "third-party", "succession", "joint-use", "by-law"):
                return ("unclear", "unclassified", NONE)
            if rule.character == "entrustment" and to.character != "entrustment":
                return ("no", "not-entrusted", NONE)
            if rule.character in ("succession", "joint-use") and to.character != rule.character:
                return ("no", "wrong-recipient", NONE)
        why = self.bound(rule, ask, facts)
        if why:
            return (verdict(why), why, NONE)
        natural = {
            "entrustment": "27(5)(i)",
            "third-party": "27(1)",
            "succession": "27(5)(ii)",
            "joint-use": "27(5)(iii)",
        }
        legal = list(rule.law) or [natural[rule.character]] * (rule.character in natural)
        legal = [key for key in legal if self.is_of(rule.character, key)]
        fitting = [key for key in legal if GROUNDS_OF_LAW[key] <= facts.evidence and self.may_go_to(key, facts)]
        if not fitting:
            return ("no", "no-legal-ground", NONE)
        for need in rule.needs:
            if need == "purpose-covers":
                if purpose is None or not purpose.profiling:
                    return ("no", "profiling-not-told", NONE)
            elif need not in ("consent", "contract", "supervision", "service-held") and need not in facts.evidence:
                return ("no", "evidence-missing", NONE)
        return self.hand_over(ask, facts, rule, fitting[0], purpose)

    def is_of(self, character: str, legal: str) -> bool:
        """27(1) and 28 are about third parties, its items about those without consent; 27(5) says who is none."""
        if character == "by-law":
            return legal in ITEMS_OF_27_1
        if character == "third-party":
            return legal in ITEMS_OF_27_1 | {"27(1)", "28(1)"}
        return legal == {"entrustment": "27(5)(i)", "succession": "27(5)(ii)", "joint-use": "27(5)(iii)"}.get(character)

    def may_go_to(self, legal: str, facts: Facts) -> bool:
        """27(1)(iv), (vii) and 28(1) say who receives; 27(1)(v), (vi) say who gives."""
        to = facts.recipient
        assert to is not None
        kind = self.rules.partners.get(to.kind)
        if legal == "27(1)(iv)":
            return kind is not None and kind.state and to.country == "JP"
        if legal == "27(1)(vii)":
            return kind is not None and kind.academic
        if legal == "28(1)":
            return self.beyond(facts)
        return self.institution or legal not in BY_AN_INSTITUTION

    def beyond(self, facts: Facts) -> bool:
        """28(1): in another country, not one like Japan, and without equivalent measures."""
        to = facts.recipient
        assert to is not None
        return to.country not in LIKE_JAPAN and to.equivalent_measures_until < facts.today

    def bound(self, rule: Provision, ask: Ask, facts: Facts) -> str:
        to = facts.recipient
        assert to is not None
        kind = self.rules.partners.get(to.kind)
        terms = set(kind.terms) if kind else set()
        law = rule.character == "by-law"
        for_us = rule.character == "entrustment"
        if (for_us or "contract" in rule.needs or (terms and not law)) and to.contract_until < facts.today:
            return "contract-ended"
        if not law and terms - to.terms:
            return "contract-terms"
        watched = kind is not None and kind.supervise_every is not None
        if for_us and not watched:  # 25 asks for supervision of everybody who is entrusted
            return "supervision-overdue"
        if ("supervision" in rule.needs or for_us) and to.supervised_until < facts.today:
            return "supervision-overdue"
        if for_us and ask.purpose is not None and not self.about(to.purposes, ask.purpose):
            return "outside-contract"
        return ""

    def hand_over(self, ask: Ask, facts: Facts, rule: Provision, legal: str, purpose: Purpose | None) -> Said:
        to, person = facts.recipient, facts.person or PersonFacts()
        assert to is not None
        excused = legal in ITEMS_OF_27_1
        # 35(4), (6): what is stopped stays. Only the first four items are about others' rights or a duty of the Act.
        if legal not in ("27(1)(i)", "27(1)(ii)", "27(1)(iii)", "27(1)(iv)"):
            if person.restricted:
                return ("no", "restricted", NONE)
            third = legal.startswith("27(1)") or rule.character in ("third-party", "joint-use")
            if person.stopped_provision and (self.beyond(facts) or third):
                return ("no", "stopped-provision", NONE)
            if "service-held" in rule.needs and not person.service_held:
                return ("no", "service-not-held", NONE)
            if purpose is not None and ask.purpose is not None:
                why = self.person(person, ask.purpose, purpose)
                if why:
                    return (verdict(why), why, NONE)
        asked = self.names(ask.fields)
        if not asked:
            return ("no", "nothing-asked", NONE)
        if rule.exactly and asked != set(rule.fields):
            return ("no", "not-exactly", NONE)
        going = asked & set(rule.fields) if rule.fields else set(asked)
        if not going:
            return ("no", "not-of-ground", NONE)
        if any(self.rules.fields[name].unclear for name in going):
            return ("unclear", "undecided-field", NONE)
        for why, fields in self.narrowing(ask, facts, rule, legal, purpose, excused):
            after = going & fields
            if not after or (rule.exactly and after != going):
                return (verdict(why), why, NONE)
            going = after
        return ("yes", rule.clause, frozenset(going))

    def narrowing(
        self, ask: Ask, facts: Facts, rule: Provision, legal: str, purpose: Purpose | None, excused: bool
    ) -> list[tuple[str, set[str]]]:
        to, person = facts.recipient, facts.person or PersonFacts()
        assert to is not None
        narrow: list[tuple[str, set[str]]] = []
        # 28(1): where it asks for consent, art. 27 does not apply.
        if legal != "28(1)" and ("consent" in rule.needs or legal == "27(1)"):
            narrow.append(("no-provide-consent", self.names(person.provide_consent)))
        if rule.character == "entrustment":
            narrow.append(("outside-contract", self.names(to.fields)))
        if purpose is not None and ask.purpose is not None and not legal.startswith(("27(1)", "28(1)")):
            narrow.append(("not-needed", set(purpose.needs)))
            if purpose.family != "consent" and self.agreed(person, ask.purpose) != "yes":
                held: set[str] = set()
                for fields, purposes in person.bases:
                    if self.about(purposes, ask.purpose):
                        held |= self.names(fields)
                narrow.append(("not-acquired-for", held))
        if not excused and self.beyond(facts):
            narrow.append(("foreign", self.names(person.foreign_consent)))
        if excused and "warrant" not in facts.evidence:
            secret = {name for name, field in self.rules.fields.items() if field.klass == "communications"}
            narrow.append(("communications", set(self.rules.fields) - secret))
        return narrow
