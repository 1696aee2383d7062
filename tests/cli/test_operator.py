"""`seiyaku keys operator`: from a file to another, to the environment, into a device; a wrong key; half a change."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django import Settings

from seiyaku import door
from seiyaku.cli import signing
from seiyaku.cli.main import main
from seiyaku.core.errors import IntegrityError, Unavailable
from seiyaku.evidence import posture
from seiyaku.keys import memory, rotation
from seiyaku.keys.keyring import keyring
from seiyaku.keys.models import RootKey
from seiyaku.keys.operator import create_file
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import changing, take_head
from seiyaku.people import sessions
from tests.keys.test_hardware import MODULE, PIN, token
from tests.people.sample import account

__all__ = ["token"]
pytestmark = pytest.mark.promise("3-1", "3-3")


@dataclass
class Desk:
    """A terminal at which one of two people sits; what the last command answered."""

    home: Path
    sits: Callable[[str], None]
    said: Callable[[], str]

    def run(self, *args: str) -> int:
        """Run a command as bob, who holds the keys."""
        self.sits("bob")
        code = main.main(["--lang", "en", *args], standalone_mode=False)
        assert isinstance(code, int)
        return code

    def approved(self, place: str) -> str:
        """Have a change to this place proposed by bob and approved by carol."""
        assert self.run("--json", "keys", "operator", place, "--propose") == 0
        ref = str(json.loads(self.said())["proposal"])
        self.sits("carol")
        assert main.main(["keys", "approve", ref], standalone_mode=False) == 0
        self.said()
        return ref

    def settings(self) -> list[str]:
        """What `settings.env` says of the operator's key."""
        path = self.home / "settings.env"
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        return [line for line in lines if "OPERATOR" in line]


@pytest.fixture
def desk(instance: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    tokens = {
        "bob": sessions.begin(account("bob", duties=("key-holder",))).token,
        "carol": sessions.begin(account("carol", duties=("approver",))).token,
    }

    def said() -> str:
        heard = capsys.readouterr()
        return heard.out + heard.err

    return Desk(instance, lambda who: signing.keep(tokens[who]), said)


@pytest.fixture
def place(request: pytest.FixtureRequest, instance: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """Another place for the operator's key, by its kind; in the environment the key is there already."""
    kind = request.param
    if kind == "env":
        create_file(instance / "elsewhere.key")
        monkeypatch.setenv("NEXT_KEY", (instance / "elsewhere.key").read_text(encoding="ascii"))
        (instance / "elsewhere.key").unlink()
        return "env:NEXT_KEY"
    if kind == "pkcs11":
        if MODULE is None:
            pytest.skip("SoftHSM is not installed here")
        settings.OPERATOR_PIN = lambda: PIN
        return f"pkcs11:{MODULE}?token={request.getfixturevalue('token')}&label={instance.parent.name}"
    return "file:next.key"


def begin_turn() -> None:
    """Begin the turn of a root key, in the order of locks that writers keep."""
    with changing() as cursor:
        take_head(cursor)
        rotation.begin("wrap")


def made_there(place: str) -> list[str]:
    """The option that makes the key, where one can be made."""
    return [] if place.startswith("env:") else ["--create"]


@pytest.mark.parametrize("place", ["file", "env", "pkcs11"], indirect=True)
def test_the_operators_key_moves_to_another_place_and_the_old_one_opens_nothing(
    desk: Desk, place: str, settings: Settings
) -> None:
    before, old = keyring().current("wrap").secret, settings.OPERATOR_KEY
    ref = desk.approved(place)

    code = desk.run("keys", "operator", place, *made_there(place), "--proposal", ref)

    assert code == 0, desk.said()
    assert desk.settings() == [f"SEIYAKU_OPERATOR_KEY={place}"]
    settings.OPERATOR_KEY = place
    memory.forget()
    assert keyring().current("wrap").secret == before
    place_all()
    assert door.verify().findings == []
    settings.OPERATOR_KEY = old
    memory.forget()
    with pytest.raises(IntegrityError, match="is wrapped by"):
        keyring()


@pytest.mark.parametrize("place", ["file", "env"], indirect=True)
def test_without_approval_of_exactly_this_place_nothing_moves(desk: Desk, place: str) -> None:
    ref = desk.approved("file:other.key")
    wrapped = set(RootKey.objects.values_list("operator", flat=True))

    codes = [
        desk.run("keys", "operator", place, *made_there(place)),
        desk.run("keys", "operator", place, "--proposal", ref),
        desk.run("keys", "operator", place, "--propose", "--create"),
    ]

    assert codes == [3, 3, 2]
    assert desk.settings() == []
    assert set(RootKey.objects.values_list("operator", flat=True)) == wrapped


@pytest.mark.parametrize(
    ("text", "mode", "why"),
    [
        ("", 0o600, "does not hold an operator's key"),
        ("seiyaku-operator-key-1 short\n", 0o600, "does not hold an operator's key"),
        ("a password\n", 0o600, "does not hold an operator's key"),
        (None, 0o600, "is not there"),
        ("seiyaku-operator-key-1 short\n", 0o644, "chmod 600"),
    ],
)
def test_a_wrong_key_is_refused_before_anything_moves_and_the_approval_stays(
    desk: Desk, text: str | None, mode: int, why: str
) -> None:
    path = desk.home / "next.key"
    ref = desk.approved("file:next.key")
    if text is not None:
        path.write_text(text, encoding="ascii")
        path.chmod(mode)

    assert desk.run("keys", "operator", "file:next.key", "--proposal", ref) == 1

    said = desk.said()
    assert why in said
    assert "short" not in said
    assert "a password" not in said
    assert desk.settings() == []
    path.unlink(missing_ok=True)
    assert desk.run("keys", "operator", "file:next.key", "--create", "--proposal", ref) == 0


def test_a_key_that_is_there_is_never_written_over(desk: Desk) -> None:
    ref = desk.approved("file:operator.key")
    kept = (desk.home / "operator.key").read_bytes()

    assert desk.run("keys", "operator", "file:operator.key", "--create", "--proposal", ref) == 2

    assert "without --create" in desk.said()
    assert (desk.home / "operator.key").read_bytes() == kept


def test_half_a_change_opens_by_either_key_is_told_of_and_goes_on(desk: Desk, settings: Settings) -> None:
    """Cut short between the keyring and the settings: the settings name the old key, and the next beside it."""
    ref = desk.approved("file:next.key")
    create_file(desk.home / "next.key")
    before = keyring().current("wrap").secret
    rotation.change_operator("file:next.key")

    with pytest.raises(Unavailable, match="start it anew"):  # one that runs since before
        begin_turn()

    settings.OPERATOR_KEY_NEXT = "file:next.key"
    memory.forget()
    assert keyring().current("wrap").secret == before
    (told,) = [finding for finding in posture.examine() if finding.check == "keys"]
    assert (told.state, "seiyaku keys operator file:next.key" in (told.mend or ("", ""))[1]) == ("attention", True)
    begin_turn()
    assert len(set(RootKey.objects.filter(destroyed_at=None).values_list("operator", flat=True))) == 1

    assert desk.run("keys", "operator", "file:next.key", "--proposal", ref) == 0
    assert desk.settings() == ["SEIYAKU_OPERATOR_KEY=file:next.key"]


def test_a_place_named_by_the_environment_is_told_and_both_stay_open(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEIYAKU_OPERATOR_KEY", "file:operator.key")
    ref = desk.approved("file:next.key")

    assert desk.run("keys", "operator", "file:next.key", "--create", "--proposal", ref) == 0

    assert "SEIYAKU_OPERATOR_KEY names the old key" in desk.said()
    assert "SEIYAKU_OPERATOR_KEY_NEXT=file:next.key" in desk.settings()
