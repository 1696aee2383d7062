"""Anonymised information and the outbox over HTTP: for the token's owner alone, refused as at the terminal (9)."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from seiyaku.anonymised import attending, delivering, making, plans, releasing, sealed, working
from seiyaku.anonymised.models import Release
from seiyaku.core.asks import Actor
from seiyaku.partners import services as partners
from seiyaku.people.models import Repeat
from seiyaku.post import addresses, destinations
from seiyaku.post.models import Parcel
from tests.anonymised.house import PLAN, House, after, house, written
from tests.people.sample import entries
from tests.post.sample import sent
from tests.promises.founded import SIGN_UP

from .conftest import Caller, token_for

BOTH = ("house:releases", "house:post", "law:anonymise")
COMING = {"source": "web-form", "form": "sign-up", "shown": SIGN_UP.shown}
TEXT = yaml.safe_dump(PLAN, allow_unicode=True)
TABLE = yaml.safe_dump(
    {"title": {"ja": "分析", "en": "Analysis"}, "purpose": "improve-service",
     "columns": {"地域": {"from": "address", "take": "prefecture"}}}, allow_unicode=True
)  # fmt: skip
OF = {"release": "1"}
# verb: a body of the right shape
RELEASES: dict[str, dict[str, Any]] = {
    "anonymised/plan": {"plan": TEXT}, "anonymised/release": {"plan": TEXT}, "anonymised/publish": OF,
    "anonymised/withdraw": OF, "anonymised/deliver": OF | {"to": "lab"},
    "anonymised/accept": {"partner": "lab", "paper": base64.b64encode(b"nobody").decode(), "until": "2099-01-05"},
    "anonymised/use": OF | {"purpose": "statistics"}, "anonymised/releases": {}, "anonymised/show": OF,
    "anonymised/recount": OF, "anonymised/document": OF, "anonymised/facts": OF,
    "anonymised/complain": OF | {"said": "困ります"}, "anonymised/settle": {"complaint": "c", "how": "答えた"},
    "anonymised/complaints": {}, "anonymised/hear": {"complaint": "c"},
    "anonymised/collation": {"fields": ["sex"]}, "anonymised/pseudonymise": {"plan": TABLE},
    "anonymised/end": {"pseudonymised": "p"},
    "anonymised/jobs": {"plan": TEXT}, "anonymised/jobs/again": {"job": "j"}, "anonymised/jobs/list": {},
    "anonymised/drafts/keep": {"plan": TEXT}, "anonymised/drafts/list": {}, "anonymised/drafts/show": {"draft": "d"},
    "anonymised/drafts/drop": {"draft": "d"}, "anonymised/drafts/hand-in": {"draft": "d", "version": 1},
    "post/list": {}, "post/show": {"parcel": "p"}, "post/run": {}, "post/retry": {"parcel": "p"},
    "post/confirm": {"parcel": "p"}, "post/withdraw": {"parcel": "p"}, "post/destinations": {},
    "post/register": {"name": "x", "address": "mailto:data@recipient.example"}, "post/end": {"name": "lab"},
}  # fmt: skip


@pytest.fixture
def people(instance: Path) -> House:
    return house()


def program(owner: Actor, *purposes: str, behalf: str | None = None) -> Caller:
    return Caller(token=token_for(owner, *(purposes or BOTH)), behalf=behalf or owner.id)


def does(by: Caller, verb: str, headers: dict[str, str] | None = None, **body: Any) -> Any:
    answer = by.post(verb, RELEASES[verb] | body, **(headers or {}))
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def refused(by: Caller, verb: str, **body: Any) -> Any:
    answer = by.post(verb, RELEASES[verb] | body)
    assert answer.status_code == 403, (verb, answer.content)
    said = json.loads(answer.content)
    assert said["entry"] == entries()[-1]["id"]
    return said


def lab(people: House, folder: Path) -> None:
    made = partners.register("lab", "contractor", character="entrustment", actor=people.manager)
    destinations.register("lab", addresses.address(f"medium://{folder}"), partner=made.ref, actor=people.manager)


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    day = after(20)
    for module in (releasing, delivering):
        monkeypatch.setattr(module, "today", lambda: day)


@pytest.mark.promise("9-1", "9-2-C", "9-3", "9-4-B")
def test_a_program_carries_a_release_to_its_recipient_and_what_is_sent_twice_is_done_once(
    people: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab(people, tmp_path)
    maker, manager = program(people.maker), program(people.manager)
    shown = does(maker, "anonymised/plan")
    once = {"Idempotency-Key": "monthly-1"}
    first, second = (does(maker, "anonymised/release", once) for _ in range(2))
    assert first == second
    assert Release.objects.count() == 1
    assert not any("東京都".encode() in bytes(row.answer or b"") for row in Repeat.objects.all())
    assert refused(maker, "anonymised/publish")["reason"] == "not-approved"
    releasing.approve(first["release"], actor=people.approver)
    does(maker, "anonymised/publish", {"Idempotency-Key": "p"})
    assert maker.post("anonymised/publish", OF).status_code == 409
    assert refused(manager, "anonymised/deliver")["reason"] == "waiting"
    later(monkeypatch)
    assert refused(manager, "anonymised/deliver")["reason"] == "not-accepted"
    does(manager, "anonymised/accept")
    gone, again = (does(manager, "anonymised/deliver", {"Idempotency-Key": "d"}) for _ in range(2))
    (came,) = does(manager, "post/run")["came"]

    assert shown["verdict"]["smallest"] >= 10
    assert gone == again
    assert Parcel.objects.count() == 1
    assert (came["parcel"], came["state"]) == (gone["parcel"], "handed")
    assert does(manager, "anonymised/show")["deliveries"][0]["state"] == "handed"
    assert does(manager, "anonymised/recount")["stands"]
    record = json.loads(base64.b64decode(does(manager, "anonymised/document")["content"]))
    assert record["record"]["digest"] == first["digest"]


@pytest.mark.promise("9-1", "2-1")
def test_a_token_that_does_not_name_it_and_a_program_of_anothers_do_nothing(people: House, tmp_path: Path) -> None:
    lab(people, tmp_path)
    release = making.make(*plans.load(written(tmp_path)), actor=people.maker)[0]
    complaint = sealed.complain(release.ref, b"x", actor=people.manager).ref
    there = {"complaint": complaint}
    nothing = {"post/show", "post/retry", "post/confirm", "post/withdraw", "anonymised/end"}  # of a thing that is not
    nothing |= {"anonymised/jobs/again", *(f"anonymised/drafts/{verb}" for verb in ("show", "drop", "hand-in"))}
    bodies = {
        verb: body | {name: there[name] for name in there if name in body} for verb, body in RELEASES.items()
    }  # fmt: skip

    other, for_another = program(people.manager, "statistics"), program(people.clerk, *BOTH, behalf=people.manager.id)
    told = {verb: refused(other, verb, **body)["reason"] for verb, body in bodies.items() if verb not in nothing}
    meant = {verb: refused(for_another, verb, **body)["reason"] for verb, body in bodies.items() if verb not in nothing}
    clerks = program(people.clerk)

    assert set(told.values()) == {"program-purpose"}
    assert set(meant.values()) <= {"not-staff", "no-duty", "program-purpose"}
    for verb in ("anonymised/release", "anonymised/publish", "anonymised/facts", "anonymised/accept", "post/run",
                 "anonymised/withdraw", "anonymised/recount", "post/register", "anonymised/document"):  # fmt: skip
        assert refused(clerks, verb)["reason"] == "no-duty"
    assert program(people.approver).post("anonymised/approve", OF).status_code == 404
    assert Release.objects.get().state == "made"


@pytest.mark.promise("9-1", "9-2-A", "9-2-B")
def test_a_draft_is_kept_handed_in_and_its_job_watched_and_stopped_over_http(people: House) -> None:
    maker, manager, clerk = program(people.maker), program(people.manager), program(people.clerk)
    first = does(maker, "anonymised/drafts/keep", {"Idempotency-Key": "k"})
    of = {"draft": first["draft"]}
    newer = TEXT.replace("k: 10", "k: 12")

    assert does(maker, "anonymised/drafts/keep", {"Idempotency-Key": "k"}) == first
    assert does(maker, "anonymised/drafts/keep", plan=newer, seen=1, **of)["version"] == 2
    assert maker.post("anonymised/drafts/keep", {"plan": TEXT, "seen": 1, **of}).status_code == 409
    assert does(maker, "anonymised/drafts/list")["drafts"][0]["newest"] == 2
    shown = does(maker, "anonymised/drafts/show", **of, version=1)
    assert (shown["plan"], shown["newest"], len(shown["versions"])) == (TEXT, 2, 2)
    assert refused(clerk, "anonymised/drafts/show", **of)["reason"] == "no-duty"
    with attending.attended():  # by nobody
        taken = maker.post("anonymised/drafts/hand-in", {**of, "version": 2}, **{"Idempotency-Key": "h"})
        looked = maker.post("anonymised/jobs", {"plan": TEXT})
    job = json.loads(taken.content)
    address = taken["Location"].removeprefix("/api/v1/")
    assert (taken.status_code, job["state"], job["kind"]) == (202, "waiting", "make")
    assert clerk.get(address).status_code == 403
    assert [one["job"] for one in does(manager, "anonymised/jobs/list")["jobs"]][1:] == [job["job"]]
    assert manager.delete(address).json()["state"] == "stopped"
    assert maker.delete(address).status_code == 409
    assert working.turn() == 1
    assert maker.get(address).json()["state"] == "stopped"
    came = maker.get(looked["Location"].removeprefix("/api/v1/")).json()
    assert came["preview"]["verdict"]["smallest"] >= 10
    assert not Release.objects.exists()
    done = maker.post("anonymised/jobs/again", {"job": job["job"]})
    assert (done.status_code, done.json()["release"]) == (202, Release.objects.get().ref)
    weak = json.loads(maker.post("anonymised/jobs", {"plan": TEXT.replace("k: 10", "k: 3")}).content)
    assert (weak["state"], weak["problem"]["reason"]) == ("refused", "R.34(4)")
    assert does(maker, "anonymised/drafts/drop", **of) == of
    assert maker.post("anonymised/drafts/show", of).status_code == 404


def test_a_plan_from_outside_names_no_file_of_the_machine_and_a_fault_says_where(people: House) -> None:
    maker = program(people.maker)
    columns = {"性別": PLAN["columns"]["性別"] | {"hierarchy": "/etc/hostname"}}
    wrong = [
        maker.post("anonymised/plan", {"plan": yaml.safe_dump(PLAN | {"columns": columns}, allow_unicode=True)}),
        maker.post("anonymised/plan", {"plan": TEXT.replace("k: 10", "kk: 10")}),
        maker.post("anonymised/plan", {"plan": "["}),
        maker.post("anonymised/plan", {"plan": TEXT, "out": "x.csv"}),
        maker.post("anonymised/plan", {"plan": TEXT.ljust(plans.LARGEST + 1)}),
    ]

    assert [answer.status_code for answer in wrong] == [422] * 5
    long = json.loads(wrong.pop().content)["errors"][0]
    assert (long["where"], "262144" in long["expected"]) == ("body.plan", True)
    said = [json.loads(answer.content)["errors"][0]["where"] for answer in wrong]
    assert said[0] == "columns.性別.hierarchy"
    assert said[1].startswith("plan:")
    assert not Release.objects.exists()


@pytest.mark.promise("9-2-D", "9-1")
def test_what_is_taken_out_comes_whole_and_pseudonymised_information_goes_to_nobody(
    people: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = program(people.maker)
    release = does(maker, "anonymised/release", plan=TEXT.replace("third-party", "internal"))
    releasing.approve(release["release"], actor=people.approver)
    does(maker, "anonymised/publish")
    early = refused(maker, "anonymised/use")
    later(monkeypatch)

    answer = maker.post("anonymised/use", RELEASES["anonymised/use"])
    line, _, table = b"".join(answer.streaming_content).partition(b"\n")

    assert early["reason"] == "waiting"
    assert json.loads(line)["size"] == len(table)
    assert json.loads(line)["sha256"] == release["digest"]
    clerk = program(people.clerk, "deliver-service")
    rows = [dict(zip(("sex", "birth-date", "address"), row.split(","), strict=True))
            for row in table.decode().splitlines()[1:4]]  # fmt: skip
    alone = [
        clerk.post("collect", {"values": rows[0], "origin": COMING}),
        program(people.manager, "deliver-service").post("collect-many", {"rows": rows[1:2], "origin": COMING}),
        clerk.post("collect", {"values": rows[2], "origin": COMING}),
    ]
    assert [json.loads(answer.content).get("reason") == "re-identification" for answer in alone] == [False, False, True]
    assert json.loads(alone[-1].content)["article"] == "43(5)"
    joined = refused(maker, "anonymised/plan", plan=TEXT + "join: vault\n")
    assert (joined["article"], joined["reason"]) == ("43(5)", "not-joined")


@pytest.mark.promise("9-4-B")
def test_a_parcel_that_died_is_tried_anew_or_given_up_over_http(people: House, tmp_path: Path) -> None:
    lab(people, tmp_path)
    ref = sent(destinations.one("lab"), age=False).ref
    Parcel.objects.update(state="dead")
    manager = program(people.manager)

    listed = does(manager, "post/list", open=True)["parcels"]
    does(manager, "post/retry", parcel=ref)
    waiting = does(manager, "post/show", parcel=ref)["state"]
    does(manager, "post/withdraw", parcel=ref)

    assert [one["ref"] for one in listed] == [ref]
    assert waiting == "waiting"
    assert manager.post("post/withdraw", {"parcel": ref}).status_code == 409
    assert refused(program(people.clerk), "post/retry", parcel=ref)["reason"] == "no-duty"
    assert manager.post("post/password", {"parcel": ref}).status_code == 404
    assert "lab" in str(does(manager, "post/destinations"))
