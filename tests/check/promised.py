"""
Which promises of the reference policy a draft carries: for each, what the drafted policy must say.

A draft is judged correct when the rule stands under the clause its sentence stands in, says what that sentence says,
and asks (`unclear`) wherever the sentence leaves open what the law or the house must know. Wrong is: a rule that allows
more than the sentence, one under another clause, one that guesses without asking.

`P` and `-` stand for clauses by the same name in any text; the numbers are those of `promises.toml`.
"""

from __future__ import annotations

from collections.abc import Callable

from seiyaku.core.model import Policy, Provision, Purpose
from seiyaku.core.terms import Item

Judge = Callable[[Policy], bool]


def rule(policy: Policy, section: str, clause: str) -> list[Item]:
    """Return the rules of a section that stand under a clause."""
    return [item for item in getattr(policy.rules, section).values() if item.clause == clause]


def purpose(clause: str, family: str, *, marketing: bool = False) -> Judge:
    """Judge a purpose: of this family, undecided, advertising only where it is."""

    def judge(policy: Policy) -> bool:
        found = rule(policy, "purposes", clause)
        return bool(found) and all(
            isinstance(each, Purpose) and each.family == family and each.unclear and each.marketing == marketing
            for each in found[:1]
        )

    return judge


def provision(clause: str, character: str, *law: str, needs: tuple[str, ...] = (), asks: bool | None = None) -> Judge:
    """Judge a ground of provision: its character, its articles, what it needs, and whether something is asked."""

    def judge(policy: Policy) -> bool:
        return any(
            isinstance(each, Provision)
            and each.character == character
            and set(law) <= set(each.law)
            and set(needs) <= set(each.needs)
            and (asks is None or bool(each.unclear) == asks)
            for each in rule(policy, "provisions", clause)
        )

    return judge


def says(section: str, clause: str, *, asks: bool | None = None, **keys: object) -> Judge:
    """Judge a rule of a section by the values of its keys."""

    def judge(policy: Policy) -> bool:
        return any(
            all(getattr(each, key) == value for key, value in keys.items())
            and (asks is None or bool(each.unclear) == asks)
            for each in rule(policy, section, clause)
        )

    return judge


def has(section: str, clause: str, key: str, *names: str) -> Judge:
    """Judge a rule of a section by names that must be among those of one of its keys."""

    def judge(policy: Policy) -> bool:
        return any(set(names) <= set(getattr(each, key)) for each in rule(policy, section, clause))

    return judge


def both(*judges: Judge) -> Judge:
    """Judge by several."""
    return lambda policy: all(judge(policy) for judge in judges)


def _operator(policy: Policy) -> bool:
    who = policy.operator
    stated = [who.name["ja"], who.address["ja"], who.representative["ja"], who.manager["ja"]]
    return not any("書かれていません" in each for each in stated) and policy.effective.isoformat() == "2018-10-01"


def _defined(policy: Policy) -> bool:
    """Name, birth date, numbers, picture and voice are in the catalogue; examples of a definition are asked about."""
    fields = policy.rules.fields
    wanted = {"name": "identifier", "birth-date": "quasi-identifier", "member-number": "identifier"}
    wanted |= {"picture": "picture", "voice": "voice"}
    kinds = all(name in fields and fields[name].kind == kind for name, kind in wanted.items())
    return kinds and all(fields[name].unclear for name in ("picture", "voice") if fields[name].clause == "1-1")


def _staffed(policy: Policy) -> bool:
    kinds = policy.rules.staff
    named = {name for name, kind in kinds.items() if kind.clause == "2-1" and kind.inside}
    return {"officer", "employee", "fixed-term", "dispatched"} <= named and bool(rule(policy, "safeguards", "2-1"))


def _by_default(policy: Policy) -> bool:
    return all(each.default == "deny" for each in policy.rules.use.values()) and bool(policy.rules.use)


def _contracted(policy: Policy) -> bool:
    partners = rule(policy, "partners", "3-2")
    return bool(partners) and all("confidentiality" in each.terms for each in partners)  # type: ignore[attr-defined]


def _delivered(policy: Policy) -> bool:
    return any(
        isinstance(each, Provision)
        and (each.fields, each.exactly, each.character) == (("name", "address", "phone"), True, "entrustment")
        and {"contract", "supervision"} <= set(each.needs)
        for each in rule(policy, "provisions", "8-2")
    )


def _minors(policy: Policy) -> bool:
    grounds = {law for each in rule(policy, "provisions", "8-3-B") for law in each.law}  # type: ignore[attr-defined]
    return grounds == {"27(1)(ii)", "27(1)(iii)"}


AGENT = ("contract", "supervision")
PROMISES: dict[str, Judge] = {
    "P": lambda policy: "company-name" in policy.rules.fields,
    "0": _operator,
    "1-1": _defined,
    "1-2": says("collation", "1-2", asks=True),
    "2-1": _staffed,
    "2-2": both(_by_default, lambda policy: bool(rule(policy, "use", "2-2"))),
    "2-3": says("history", "2-3", keep_past=True, asks=True),
    "2-4": says("training", "2-4", asks=True),
    "3-1": has("reserved", "3-1", "duties", "manager", "key-holder", "gate-administrator"),
    "3-2": _contracted,
    "3-3": has("safeguards", "3-3", "checks", "second-factor", "tls-beyond-loopback"),
    **{f"4-1-{letter}": purpose(f"4-1-{letter}", "customer") for letter in "ABCDEF"},
    "4-1-G": purpose("4-1-G", "customer", marketing=True),
    **{f"4-2-{letter}": purpose(f"4-2-{letter}", "partner") for letter in "ABCDE"},
    "4-3": has("consent", "4-3", "evidence", "wording", "version", "time", "method", "identity", "giver"),
    "5-1": has("sources", "5-1", "needs", "notice"),
    "5-2": says("special_care", "5-2", direct_is_consent=True),
    "5-3": says("forms", "5-3", asks=True),
    "5-4": both(says("notices", "5-4", asks=True), has("urgent", "5-4", "grounds", "21(2)", "21(4)(i)")),
    "6-1": both(has("access_log", "6-1", "items", "host", "ip", "browser", "os", "time")),
    "6-2": both(
        says("cookies", "6-2", link_to_person=True), has("cookies", "6-2", "wait_for_choice", "linking", "advertising")
    ),
    "7-1": has("requests", "7-1", "kinds", "disclose"),
    "7-2": both(
        says("requests", "7-2", items_to_match=2),
        has("requests", "7-2", "documents", "driving-licence", "passport", "other-official"),
        has("requests", "7-2", "not_accepted", "resident-register-card", "health-insurance-card"),
    ),
    "7-3": has("requests", "7-3", "answer_by", "sealed-post"),
    "8-1": provision("8-1", "unclassified", needs=("contract",), asks=True),
    "8-2": _delivered,
    "8-3-A": provision("8-3-A", "third-party", "27(1)", needs=("consent",)),
    "8-3-B": both(provision("8-3-B", "by-law", needs=("consent-is-hard",), asks=True), _minors),
    "8-3-C": provision("8-3-C", "by-law", "27(1)(i)", "27(1)(iv)", needs=("statute",), asks=True),
    "8-3-D": provision("8-3-D", "by-law", asks=True),
    "8-3-E": provision("8-3-E", "entrustment", "27(5)(i)", needs=AGENT, asks=True),
    "8-3-F": provision("8-3-F", "entrustment", "27(5)(i)", needs=AGENT),
    "8-3-G": provision("8-3-G", "third-party", "27(1)", needs=("consent",), asks=True),
    "8-3-H": provision("8-3-H", "by-law", asks=True),
    "8-3-I": provision("8-3-I", "entrustment", "27(5)(i)", needs=AGENT),
    "8-3-J": provision("8-3-J", "own-use", "18(1)", needs=("purpose-covers",), asks=True),
    "8-3-K": provision("8-3-K", "succession", "27(5)(ii)", needs=("notice-two-months",)),
    "8-3-L": provision("8-3-L", "third-party", "27(1)", needs=("consent",)),
    "8-3-M": provision("8-3-M", "by-law", "27(1)(i)", "27(1)(ii)", "27(1)(iii)", "27(1)(iv)"),
    "9-1": says("anonymised", "9-1"),
    "9-2-A": has("anonymised", "9-2-A", "standard", "remove-identifiers", "cut-links"),
    "9-2-B": has("anonymised", "9-2-B", "safeguards", "tables-in-memory-only"),
    "9-2-C": says("anonymised", "9-2-C", publish_items=True),
    "9-2-D": says("anonymised", "9-2-D", no_reidentification=True),
    "9-3": says("anonymised", "9-3", publish_items=True, declare_to_recipient=True),
    "9-4-A": lambda policy: any(len(each.items) == 6 for each in rule(policy, "anonymised", "9-4-A")),  # type: ignore[attr-defined]
    "9-4-B": has("anonymised", "9-4-B", "delivery", "medium", "email", "upload"),
    "10": says("links", "10", mark_external=True),
    "11-1": says("governing", "11-1", law="japan", asks=False),
    "11-2": lambda policy: any(each.court for each in rule(policy, "governing", "11-2")),  # type: ignore[attr-defined]
    "12-1": says("changes", "12-1", publish_addendum=True, asks=True),
    "12-2": says("changes", "12-2", serve_newest=True),
    "12-3": says("changes", "12-3", use_is_acceptance=True, use_is_consent=False),
}
