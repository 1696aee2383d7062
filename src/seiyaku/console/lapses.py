"""What somebody is told of their own training (policy 2-4): that it is about to lapse, has lapsed, was never taken."""

from __future__ import annotations

import datetime as dt

from seiyaku.core.language import Language
from seiyaku.core.model import Policy
from seiyaku.people import training
from seiyaku.people.models import Account

from .words import WORDS


def said(account: Account, day: dt.date, policy: Policy, language: Language) -> list[str]:
    """Return a sentence for each course of theirs that is not good for long; none where all is well."""
    told = []
    for name, last, grace in training.lapses_of(account, day, policy):
        lapsed = last is None or last < day
        word = "lapse_soon" if not lapsed else "lapse_grace" if grace else "lapse_over" if last else "lapse_never"
        course = policy.rules.training[name].label[language]
        told.append(WORDS[word].say(language).format(course=course, last=last, grace=grace))
    return told
