"""
Where the law binds a rule harder than the policy could: such a rule does not load.

The effective rule is always the policy AND the law. The gate applies the law to every ask; here is what can be seen
from the file alone, so that nobody publishes a sentence the house would then refuse to keep.

* 27(1)       what goes to a third party rests on consent or on one of its grounds
* 27(2)       no opt-out is offered: none is declared to the Commission
* 27(5), 25   entrustment needs a contract and supervision; joint use and succession name their ground
* 18          a use by the operator itself gives nothing out, and a purpose or consent covers it
* 20(2)       special-care items rest on grounds of 20(2) or on consent
* 26, 32      the law that governs is named (11-1)
"""

from __future__ import annotations

import re

from seiyaku.core.model import Provision, Rules

from .places import Places

_ARTICLE = re.compile(r"[1-9][0-9]{0,2}(-[1-9])?(\([1-9][0-9]?\))?(\([ivx]+\))?\Z")
_GROUND = {"entrustment": "27(5)(i)", "succession": "27(5)(ii)", "joint-use": "27(5)(iii)"}


def check_law(rules: Rules, places: Places) -> None:
    """Raise PolicyError for the first rule that the law forbids as it is written."""
    for name, provision in rules.provisions.items():
        _check_provision(name, provision, places)
    for section in ("special_care", "urgent"):
        for name, item in getattr(rules, section).items():
            for index, ground in enumerate(item.grounds):
                prefix = ("20(2)", "consent") if section == "special_care" else ("21(2)", "21(4)")
                if not ground.startswith(prefix):
                    raise places.fault((section, name, "grounds", index), f"{ground!r}", f"a ground of {prefix[0]}")
    if not any(rule.law for rule in rules.governing.values()):
        raise places.fault((), "no law named", "a rule `governing` with `law: japan`")


def _check_provision(name: str, provision: Provision, places: Places) -> None:
    path = ("provisions", name)
    for index, article in enumerate(provision.law):
        if not _ARTICLE.match(article):
            raise places.fault((*path, "law", index), f"{article!r}", "an article such as 27(1)(ii)")
        if article.startswith("27(2)"):
            raise places.fault((*path, "law", index), "opt-out provision", "a ground of 27(1): no opt-out is declared")
    if provision.exactly and not provision.fields:
        raise places.fault((*path, "exactly"), "exactly no fields", "the fields that go")
    needs, law = set(provision.needs), set(provision.law)
    if provision.character == "entrustment" and not {"contract", "supervision"} <= needs:
        raise places.fault((*path, "needs"), "entrustment without its safeguards", "contract and supervision (art. 25)")
    ground = _GROUND.get(provision.character)
    if ground and ground not in law:
        raise places.fault((*path, "law"), f"{provision.character} on {', '.join(law) or 'no ground'}", ground)
    if provision.character in {"third-party", "by-law"} and "consent" not in needs and not _exempt(law):
        raise places.fault((*path, "law"), "a third party without consent or ground", "consent, or a ground of 27(1)")
    if provision.character == "own-use" and ("provide" in provision.acts or not {"consent", "purpose-covers"} & needs):
        raise places.fault(
            (*path, "needs"), "a use of our own that nothing covers", "purpose-covers or consent, no provide"
        )


def _exempt(law: set[str]) -> bool:
    return bool(law) and all(article.startswith("27(1)(") for article in law)
