"""What only the house calls something: names of duties, states, verbs, kinds, countries; no page shows one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from seiyaku.anonymised.models import JOB_STATES
from seiyaku.anonymised.models import STATES as RELEASES
from seiyaku.console.home import STATES
from seiyaku.console.words import WORDS
from seiyaku.console.words_of_lights import CHECKS
from seiyaku.core.asks import Caller
from seiyaku.core.language import Language
from seiyaku.core.law import DUTIES
from seiyaku.core.terms import Character
from seiyaku.core.vocabulary import WORDS as TRADE
from seiyaku.policy import queries
from seiyaku.post.models import STATES as PARCELS
from tests import pages

SECTIONS = (
    "fields", "staff", "duties", "training", "partners", "purposes", "sources", "special_care", "forms", "notices",
    "provisions", "requests",
)  # fmt: skip
TERMS = ("confidentiality", "safeguards", "no-own-use", "return-or-erase", "sub-entrustment", "incident-report")
COUNTRIES = frozenset({"JP", "US"})  # those of the sample's partners
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_:-]*[A-Za-z0-9]")
OWN = frozenset({"auditor"})  # what somebody in the sample is called
TEXTS = (
    "//body//text()[not(ancestor::script or ancestor::style or ancestor::code or ancestor::pre or ancestor::textarea"
    " or ancestor::*[@translate='no'] or ancestor::*[@lang != /html/@lang])] | //@aria-label | //@title | //@alt"
)


def known() -> frozenset[str]:
    """Every name that the policy, the law, the rooms and the lights have for something."""
    rules = queries.in_force().policy.rules
    names = {name for section in SECTIONS for name in getattr(rules, section)}
    names |= {*STATES, *RELEASES, *PARCELS, *JOB_STATES, *CHECKS, *TERMS, *get_args(Character), *get_args(Caller)}
    return frozenset(names | {duty.key for duty in DUTIES} | set(TRADE)) - OWN


def raw(page: str, names: frozenset[str], language: Language) -> Iterator[str]:
    """What stands on a page as only the house calls it."""
    ours = {text.en for text in (*WORDS.values(), *TRADE.values())}
    marked = {name for name in names if re.search("[-_:]", name)}  # in English, many others are words as they are
    for piece in (" ".join(str(each).split()) for each in pages.read(page).xpath(TEXTS)):
        said = set(WORD.findall(piece))
        found = said & COUNTRIES
        if language == "ja":
            found |= said & names
        elif piece in marked and piece not in ours:
            found |= {piece}
        else:
            found |= {name for name in said & marked if "-" not in name}
        yield from (f"{name}: {piece[:80]}" for name in sorted(found))
