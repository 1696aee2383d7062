"""Anonymised information (9) and the collation report (1-2), through the commands that staff use."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pyrage
import pytest
from django.core.cache import cache

from seiyaku.anonymised import declarations, delivering, releasing
from seiyaku.keys import signing
from seiyaku.partners import services as partners
from tests.anonymised.house import House, after, house, with_column, written
from tests.browser.staffed import arm
from tests.console.conftest import whole

from .surfaces import Program, Terminal

KEY = pyrage.x25519.Identity.generate()
CLERK, MAKER, APPROVER, MANAGER = "bob", "mia", "aoi", "hoshiko"


class Screen:
    """The console, as somebody signed in with both factors uses it."""

    def __init__(self, login: str) -> None:
        cache.clear()
        self.client = whole(login)

    def does(self, address: str, **said: object) -> str:
        """Do what must be done; return the page that comes of it."""
        answer = self.client.post(f"/console/{address}", said, follow=True)
        assert answer.status_code == 200, answer.content.decode()
        return str(answer.content.decode())

    def refused(self, address: str, **said: object) -> str:
        """Do what must be refused; the page says why."""
        return self._turned_away(403, address, said)

    def rejected(self, address: str, **said: object) -> str:
        """Hand in what must not be taken."""
        return self._turned_away(422, address, said)

    def _turned_away(self, status: int, address: str, said: dict[str, object]) -> str:
        answer = self.client.post(f"/console/{address}", said)
        assert answer.status_code == status, answer.content.decode()
        return answer.content.decode()


@pytest.fixture
def people(instance: Path) -> House:
    """A company with customers, one who makes, one who approves."""
    return house()


@pytest.fixture
def terminal(people: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(capsys, monkeypatch)


def later(monkeypatch: pytest.MonkeyPatch, day: dt.date | None = None) -> None:
    """Let it be a day on which the waiting time is over, or the day given."""
    day = day or after(20)
    for module in (releasing, delivering):
        monkeypatch.setattr(module, "today", lambda: day)


def made(terminal: Terminal, folder: Path, **more: object) -> str:
    """A release that its maker has made."""
    return str(terminal.signs_in(MAKER).does("anonymise", "release", written(folder, **more))["ref"])


def published(terminal: Terminal, folder: Path, **more: object) -> str:
    """A release that somebody else approved and published."""
    ref = made(terminal, folder, **more)
    terminal.signs_in(APPROVER).does("anonymise", "approve", ref)
    terminal.does("anonymise", "publish", ref)
    return ref


def recipient(people: House, folder: Path, terminal: Terminal, *, channel: str = "medium", name: str = "lab") -> str:
    """A partner with a destination, that has accepted the ban."""
    shop = partners.register(name, "contractor", character="entrustment", actor=people.manager)
    (folder / name).mkdir()
    (folder / "accepted").write_text("we look for nobody", encoding="utf-8")
    terminal.signs_in(MANAGER)
    terminal.does("post", "register", name, f"{channel}://{folder / name}", "--partner", name,
                  "--age", str(KEY.to_public()))  # fmt: skip
    return shop.ref


def refusal(said: dict[str, str]) -> tuple[str, str, str]:
    return said["clause"], said["article"], said["reason"]


@pytest.mark.surface("cli")
@pytest.mark.promise("9-1", "9-2-A", "9-4-A")
def test_only_who_makes_it_makes_it_and_only_of_the_published_items(
    people: House, terminal: Terminal, tmp_path: Path
) -> None:
    clerk = terminal.signs_in(CLERK).refused("anonymise", "plan", written(tmp_path))
    assert clerk["reason"] == "no-duty"
    terminal.signs_in(MAKER)
    seventh = with_column("会社", item="employer", **{"from": "industry"})
    assert refusal(terminal.refused("anonymise", "release", written(tmp_path, columns=seventh))) == (
        "9-4-A", "43(3); R.36", "only-the-items",
    )  # fmt: skip
    said = terminal.refused("anonymise", "plan", written(tmp_path, k=3))
    assert refusal(said) == ("9-2-A", "43(1); R.34(iv)", "R.34(4)")

    shown = terminal.does("anonymise", "plan", written(tmp_path))

    assert shown["verdict"]["smallest"] >= 10
    assert {label["ja"] for label in shown["verdict"]["items"].values()} == {"性別", "年代", "住所（都道府県のみ）"}
    assert {row for column in zip(*shown["sample"], strict=True) for row in column} <= {
        "東京都", "大阪府", "30代", "40代", "female", "male",
    }  # fmt: skip
    assert terminal.does("anonymise", "releases") == []


@pytest.mark.surface("cli")
@pytest.mark.promise("9-2-A", "9-2-C", "9-1")
def test_nobody_uses_it_before_another_approved_it_it_was_published_and_people_had_time_to_know(
    people: House, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = made(terminal, tmp_path, preset="internal")
    out = ("anonymise", "use", ref, "--purpose", "statistics", "--out", tmp_path / "out.csv")
    assert terminal.refused("anonymise", "approve", ref)["reason"] == "one-person"
    assert refusal(terminal.refused("anonymise", "publish", ref)) == ("9-2-A", "43(1)", "not-approved")
    assert refusal(terminal.refused(*out)) == ("9-2-A", "43(1)", "not-approved")
    terminal.signs_in(APPROVER).does("anonymise", "approve", ref)
    assert refusal(terminal.refused(*out)) == ("9-1", "43(3); R.36", "not-published")
    usable = dt.date.fromisoformat(terminal.does("anonymise", "publish", ref)["usable_from"])
    assert refusal(terminal.refused(*out)) == ("9-1", "43(3); R.36", "waiting")
    later(monkeypatch, usable - dt.timedelta(days=1))
    assert terminal.refused(*out)["reason"] == "waiting"
    later(monkeypatch, usable)

    terminal.does(*out)

    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 200
    assert "髙﨑" not in "".join(lines)
    assert terminal.refused(*out[:3], "--purpose", "send-offers", *out[5:])["reason"] == "no-such-use"


@pytest.mark.surface("cli")
@pytest.mark.promise("9-3", "9-4-B", "9-2-D")
def test_it_goes_out_declared_by_a_published_way_to_who_accepted_the_ban(
    people: House, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = published(terminal, tmp_path)
    recipient(people, tmp_path, terminal)
    recipient(people, tmp_path, terminal, channel="file", name="other")
    send = ("anonymise", "deliver", ref, "--to", "lab")
    assert refusal(terminal.refused(*send)) == ("9-3", "43(4); R.37", "waiting")
    later(monkeypatch)
    assert refusal(terminal.refused(*send)) == ("9-2-D", "45", "not-accepted")
    assert refusal(terminal.refused(*send[:-1], "other")) == ("9-4-B", "43(4); R.37", "no-such-way")
    terminal.does("anonymise", "accept", "lab", tmp_path / "accepted", "--until", str(after(400)))

    sent = terminal.does(*send)
    (came,) = terminal.does("post", "run")

    assert (came["parcel"], came["state"]) == (sent["parcel"], "handed")
    (package,) = (tmp_path / "lab").glob("*.zip.age")
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(package.read_bytes(), [KEY]))) as archive:
        names = archive.namelist()
        declared = archive.read("DECLARATION.txt").decode()
    assert names == ["anonymised-information-1.csv", "DECLARATION.txt"]
    assert "匿名加工情報です" in declarations.check(declared, signing.verifier_key("cloopen"))
    assert "第45条" in declared
    (delivery,) = terminal.does("anonymise", "show", ref)["deliveries"]
    assert (delivery["way"], delivery["state"]) == ("medium", "handed")


@pytest.mark.surface("cli", "http")
@pytest.mark.promise("9-2-D")
def test_a_release_is_joined_with_nothing_and_every_try_is_on_record(
    people: House, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = published(terminal, tmp_path, preset="internal")
    later(monkeypatch)
    terminal.does("anonymise", "use", ref, "--purpose", "statistics", "--out", tmp_path / "out.csv")

    back = terminal.refused("collect", tmp_path / "out.csv", "--form", "service-records")
    head, *lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "over.csv").write_bytes(("\r\n".join(["a;b;c", *sorted(lines)[:70]]).replace(",", ";")).encode("cp932"))
    over = terminal.refused("collect", tmp_path / "over.csv", "--form", "service-records")
    rows = [dict(zip(head.split(","), line.split(","), strict=True)) for line in lines[:70]]
    sent = Program(people.clerk, ("deliver-service",)).refused("collect-many", rows=rows, origin={
        "source": "service-record", "form": "service-records"})  # fmt: skip
    joined = terminal.signs_in(MAKER).refused("anonymise", "plan", written(tmp_path, join=ref))

    assert {refusal(one) for one in (back, over, sent)} == {("9-2-D", "43(5)", "re-identification")}
    assert refusal(joined) == ("9-2-D", "43(5)", "not-joined")


@pytest.mark.surface("cli")
@pytest.mark.promise("9-2-B")
def test_what_is_known_of_the_processing_opens_for_its_makers_alone_and_each_look_is_on_record(
    people: House, terminal: Terminal, tmp_path: Path
) -> None:
    ref = made(terminal, tmp_path)

    facts = terminal.does("anonymise", "facts", ref)
    told = terminal.signs_in(APPROVER).refused("anonymise", "facts", ref)

    assert set(facts) == {"plan", "levels", "deleted", "rare", "suppressed", "entry"}
    assert told["reason"] == "no-duty"


@pytest.mark.surface("cli")
@pytest.mark.promise("1-2")
def test_which_items_single_people_out_together_is_measured(people: House, terminal: Terminal) -> None:
    assert terminal.signs_in(CLERK).refused("anonymise", "collation", "--fields", "sex")["reason"] == "no-duty"
    terminal.signs_in(MAKER).rejected("anonymise", "collation", "--fields", "no-such-item")

    said = terminal.does("anonymise", "collation", "--fields", "sex,birth-date,address", "--k", "5")

    sets = {tuple(one["fields"]): one for one in said["sets"]}
    assert len(sets) == 7
    assert (sets["sex",]["alone"], sets["sex",]["singles_out"]) == (1, True)  # the one whose sex is not held
    assert sets["address",]["alone"] == sets["address",]["people"] == 241
    for one in said["sets"]:  # everybody is in a group of some size; below five are those of sizes 1, 2, and 3 to 4
        many = [group["people"] for group in one["groups"]]
        assert (sum(many), many[0], sum(many[:3])) == (241, one["alone"], one["below"])


@pytest.mark.surface("browser")
@pytest.mark.promise("9-1", "9-2-A", "9-2-B", "9-4-A")
def test_on_the_screen_a_plan_is_looked_at_and_made_by_its_maker_and_approved_by_another(
    people: House, tmp_path: Path
) -> None:
    for one in (people.maker, people.approver, people.clerk):
        arm(one)
    text = written(tmp_path).read_text(encoding="utf-8")
    seventh = with_column("会社", item="employer", **{"from": "industry"})
    wider = written(tmp_path, columns=seventh).read_text(encoding="utf-8")
    maker, approver, clerk = Screen(MAKER), Screen(APPROVER), Screen(CLERK)

    clerk.refused("plans/preview", text=text)
    by_approver = approver.refused("plans/preview", text=text)
    seven = maker.refused("plans/preview", text=wider)
    weak = maker.refused("plans/preview", text=text.replace("k: 10", "k: 3"))
    maker.rejected("plans/preview", text=text.replace("k: 10", "k: ten"))
    looked = maker.does("plans/preview", text=text)
    kept = maker.does("plans/keep", text=text)
    ref = kept.split("/make")[0].rpartition("/")[2]
    approver.refused(f"plans/{ref}/make", version=1)
    made = maker.does(f"plans/{ref}/make", version=1)
    release = made.split("/withdraw")[0].rpartition("/")[2]
    maker.refused(f"releases/{release}/approve")
    approved = approver.does(f"releases/{release}/approve")

    assert "この操作を行える役割がありません" in by_approver
    assert "9-4-A" in seven
    assert "施行規則34条4号" in weak
    assert "豊島区" not in looked + kept + made
    assert "公表待ち" in approved
