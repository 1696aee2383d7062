"""The operator's key and the keyring."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from seiyaku.core.errors import Conflict, IntegrityError, Unavailable
from seiyaku.keys import memory
from seiyaku.keys.keyring import USES, create_keyring, for_writing, fresh, keyring
from seiyaku.keys.models import Instance, RootKey
from seiyaku.keys.operator import SoftKey, create_file, from_file, operator_key


@pytest.mark.promise("3-3")
def test_a_new_operators_key_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    (tmp_path / "begun.key").touch(0o644)  # what a making that was cut short leaves

    for name in ("operator.key", "begun.key"):
        create_file(tmp_path / name)
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


@pytest.mark.promise("3-3")
@pytest.mark.parametrize("length", [0, 7, 11, 12, 27, 28, 40])
def test_a_root_key_cut_short_does_not_open(length: int) -> None:
    key = SoftKey(bytes(32))
    sealed = key.wrap(b"secret", b"place")

    assert key.unwrap(sealed, b"place") == b"secret"
    assert key.unwrap(key.wrap(b"", b"place"), b"place") == b""
    for cut in (sealed[:length] if length < len(sealed) else sealed + b"x", sealed[1:]):
        with pytest.raises(IntegrityError):
            key.unwrap(cut, b"place")


@pytest.mark.promise("3-3")
def test_an_operators_key_is_never_written_over(tmp_path: Path) -> None:
    create_file(tmp_path / "operator.key")

    with pytest.raises(FileExistsError):
        create_file(tmp_path / "operator.key")


@pytest.mark.promise("3-3")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o620, 0o601, 0o666])
def test_a_key_file_that_others_can_touch_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "operator.key"
    create_file(path)
    path.chmod(mode)

    with pytest.raises(Unavailable, match="chmod 600"):
        from_file(path)


@pytest.mark.promise("3-3")
def test_a_file_that_holds_something_else_is_refused_without_repeating_it(tmp_path: Path) -> None:
    path = tmp_path / "operator.key"
    path.write_text("seiyaku-operator-key-1 hunter2", encoding="utf-8")
    path.chmod(0o600)

    with pytest.raises(Unavailable) as refusal:
        from_file(path)
    assert "hunter2" not in str(refusal.value)


def test_a_missing_key_file_closes_the_house(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="is not there"):
        from_file(tmp_path / "operator.key")


@pytest.mark.promise("3-3")
def test_the_operators_key_may_come_from_the_environment(
    blank: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_file(blank / "elsewhere.key")
    monkeypatch.setenv("THE_KEY", (blank / "elsewhere.key").read_text(encoding="ascii"))
    settings.OPERATOR_KEY = "env:THE_KEY"

    assert operator_key().id == from_file(blank / "elsewhere.key").id


def test_a_place_that_is_none_closes_the_house(blank: Path, settings: Settings) -> None:
    settings.OPERATOR_KEY = "vault:somewhere"

    with pytest.raises(Unavailable, match="file:PATH"):
        operator_key()


@pytest.mark.promise("3-3")
def test_every_use_has_a_root_key_of_its_own(instance: Path) -> None:
    secrets = {keyring().current(use).secret for use in USES}

    assert len(secrets) == len(USES)
    assert len(keyring().instance) == 16


@pytest.mark.promise("3-3")
def test_the_database_holds_root_keys_only_sealed(instance: Path) -> None:
    stored = b"".join(bytes(sealed) for sealed in RootKey.objects.values_list("sealed", flat=True) if sealed)

    assert not [use for use in USES if keyring().current(use).secret in stored]


def test_the_keyring_opens_again_in_another_process(instance: Path) -> None:
    before = keyring().current("wrap").secret
    memory.forget()

    assert keyring().current("wrap").secret == before


def test_an_instance_gets_one_keyring_in_its_life(instance: Path) -> None:
    with pytest.raises(Conflict):
        create_keyring()


def test_without_a_keyring_the_house_is_closed(blank: Path) -> None:
    create_file(blank / "operator.key")

    with pytest.raises(Unavailable, match="seiyaku init"):
        keyring()


@pytest.mark.promise("3-3")
def test_another_operators_key_does_not_open_the_keyring(instance: Path) -> None:
    (instance / "operator.key").unlink()
    create_file(instance / "operator.key")
    memory.forget()

    with pytest.raises(IntegrityError, match="keyring"):
        keyring()


@pytest.mark.promise("3-3")
def test_a_root_key_put_in_anothers_place_does_not_open(instance: Path) -> None:
    RootKey.objects.filter(use="wrap").update(sealed=RootKey.objects.get(use="paper").sealed)
    memory.forget()

    with pytest.raises(IntegrityError, match="keyring"):
        keyring()


@pytest.mark.promise("3-3")
def test_a_keyring_of_another_instance_does_not_open(instance: Path) -> None:
    Instance.objects.update(number=os.urandom(16))
    memory.forget()

    with pytest.raises(IntegrityError, match="keyring"):
        keyring()


def test_what_another_process_turned_is_noticed_inside_the_transaction(instance: Path) -> None:
    old = keyring()
    Instance.objects.update(generation=2)

    with transaction.atomic(), connection.cursor() as cursor:
        assert for_writing(cursor).generation == 2
        assert fresh(cursor) is keyring()
    assert keyring() is not old


@pytest.mark.promise("3-3")
def test_no_root_key_shows_in_text(instance: Path) -> None:
    root = keyring().current("wrap")

    assert root.secret.hex() not in repr(root)
    assert repr(root.secret) not in repr(root)
