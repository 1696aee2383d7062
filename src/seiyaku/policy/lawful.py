"""
Where the law binds a rule harder than the policy could: such a rule is not published.

The effective rule is always the policy AND the law. The gate applies the law to every ask; here is what can be seen
from the file alone, so that nobody publishes a sentence the house would then refuse to keep. A version published before
the law was read this way still loads: it is what people were told, and the gate holds it to the law all the same.

* 27(1), 28   what goes to a third party rests on consent or on one of its grounds
* 16(8)       the grounds of academic research are for whom they are for
* 27(2)       no opt-out is offered: none is declared to the Commission
* 27(5), 25   entrustment needs a contract and supervision at an interval; joint use and succession name their ground
* R.19(2), R.23(2)  a batch of records is of what is recorded, and of what a contract makes sure to be repeated
* 18          a use by the operator itself gives nothing out, and a purpose or consent covers it
* 20(2), 21   special-care items without consent, and purposes not shown, rest on grounds of the law
* 18(3)(i)    duties that the law gives are duties the law has; the law that governs is named (11-1)
"""

from __future__ import annotations

from collections.abc import Iterable

from seiyaku.core.entrances import WRITTEN
from seiyaku.core.law import ACQUISITION, DUTIES, FITTING, GROUNDS, URGENT, Row
from seiyaku.core.model import Provision, Rules

from .places import Places

# Section, key, and the table of the law it names rows of.
_TABLES: tuple[tuple[str, str, tuple[Row, ...]], ...] = (
    ("duties", "law", DUTIES),
    ("special_care", "grounds", ACQUISITION),
    ("urgent", "grounds", URGENT),
)
_GROUND = {"entrustment": "27(5)(i)", "succession": "27(5)(ii)", "joint-use": "27(5)(iii)"}
_ACADEMIC = {row.key for row in GROUNDS if row.academic} | {row.key for row in ACQUISITION if row.academic}
_FROM_ACADEMIC = {row.key for row in ACQUISITION if row.source_academic}
_TO = {row.key: row.to for row in GROUNDS if row.to in {"state", "academic"}}
_SINGLE = "a batch of what nothing makes sure to be repeated"
_NO_INSTITUTION = "academic: true of the operator (16(8))"


def check_law(rules: Rules, places: Places, *, academic: bool = False) -> None:
    """
    Raise PolicyError for the first rule that the law forbids as it is written.

    `academic`: the operator is an academic institution (16(8)).
    """
    for name, provision in rules.provisions.items():
        _check_provision(name, provision, places)
        _check_recipients(name, provision, rules, places, academic=academic)
    for section, key, table in _TABLES:
        for name, item in getattr(rules, section).items():
            _check_known(getattr(item, key), _keys(table), (section, name, key), places)
    _check_batches(rules, places)
    _check_research(rules, places, academic=academic)
    _check_shown(rules, places)
    if not any(rule.law for rule in rules.governing.values()):
        raise places.fault((), "no law named", "a rule `governing` with `law: japan`")


def _check_provision(name: str, provision: Provision, places: Places) -> None:
    path = ("provisions", name)
    for index, article in enumerate(provision.law):
        if article.startswith("27(2)"):
            raise places.fault((*path, "law", index), "opt-out provision", "a ground of 27(1): no opt-out is declared")
    known = FITTING["own-use"] if provision.character == "own-use" else _keys(GROUNDS)
    _check_known(provision.law, known, (*path, "law"), places)
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


def _check_recipients(name: str, provision: Provision, rules: Rules, places: Places, *, academic: bool) -> None:
    """A ground fits the provision's character, and those it lets information go to; who is entrusted is supervised."""
    path = ("provisions", name)
    fitting = FITTING.get(provision.character, tuple(_keys(GROUNDS)))
    for index, article in enumerate(provision.law):
        if article not in fitting:
            found = f"{provision.character} on {article}"
            raise places.fault((*path, "law", index), found, f"one of {', '.join(fitting)}")
        if article in _ACADEMIC and not academic:
            raise places.fault((*path, "law", index), f"{article}, of academic institutions", _NO_INSTITUTION)
        body = _TO.get(article)
        if body and "any" not in provision.to and not any(getattr(rules.partners[kind], body) for kind in provision.to):
            raise places.fault(
                (*path, "law", index), f"{article} to none of those", f"a kind of partner with {body}: true"
            )
    if provision.character == "entrustment":
        for index, kind in enumerate(provision.to):
            if kind != "any" and rules.partners[kind].supervise_every is None:
                raise places.fault(
                    (*path, "to", index), f"{kind!r}, whom nobody supervises", "supervise_every (art. 25)"
                )


def _check_batches(rules: Rules, places: Places) -> None:
    """Who is given, or gives, again and again is who a contract says so of; a batch of no records is none."""
    for name, provision in rules.provisions.items():
        if provision.batch and not (provision.record or provision.character == "third-party"):
            raise places.fault(("provisions", name, "batch"), "a batch of records that nobody makes", "record: true")
        if provision.batch and "contract" not in provision.needs:
            raise places.fault(("provisions", name, "batch"), _SINGLE, "contract among its needs (R.19(2))")
    for name, source in rules.sources.items():
        if source.batch and source.family != "partner":
            raise places.fault(("sources", name, "batch"), "a batch of what no third party gives", "family: partner")
        if source.batch and "contract" not in source.needs:
            raise places.fault(("sources", name, "batch"), _SINGLE, "contract among its needs (R.23(2))")


def _check_research(rules: Rules, places: Places, *, academic: bool) -> None:
    for name, rule in rules.special_care.items():
        for index, ground in enumerate(rule.grounds):
            if ground in _ACADEMIC and not academic:
                path = ("special_care", name, "grounds", index)
                raise places.fault(path, f"{ground}, of academic institutions", _NO_INSTITUTION)
            if ground in _FROM_ACADEMIC and not any(source.academic for source in rules.sources.values()):
                path = ("special_care", name, "grounds", index)
                raise places.fault(path, f"{ground} and no academic source", "a source with academic: true")


def _check_shown(rules: Rules, places: Places) -> None:
    """What people write down because they are asked for it shows its purposes first (21(2))."""
    for name, form in rules.forms.items():
        source = rules.sources[form.source]
        if form.notice is None and source.direct and source.channel == WRITTEN:
            found = f"{form.source!r} and no 'notice'"
            raise places.fault(("forms", name, "source"), found, "the notice that is shown (21(2))")


def _check_known(named: Iterable[str], known: Iterable[str], path: tuple[str, str, str], places: Places) -> None:
    for index, name in enumerate(named):
        if name not in known:
            raise places.fault((*path, index), f"{name!r}", f"one of {', '.join(known)}", known)


def _keys(table: Iterable[Row]) -> list[str]:
    return [row.key for row in table]


def _exempt(law: set[str]) -> bool:
    return bool(law) and all(article.startswith("27(1)(") for article in law)
