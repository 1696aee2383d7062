"""The operator's key in a device: SoftHSM stands in for one."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from pytest_django import Settings

from seiyaku.core.errors import Conflict, IntegrityError, Unavailable
from seiyaku.keys import memory, person
from seiyaku.keys.issuing import issue
from seiyaku.keys.keyring import create_keyring, keyring
from seiyaku.keys.models import RootKey
from seiyaku.keys.operator import create, operator_key

MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
MODULE = next((path for path in MODULES if Path(path).exists()), None)
pytestmark = [pytest.mark.promise("3-3"), pytest.mark.skipif(MODULE is None, reason="SoftHSM is not installed here")]
PIN = "only-for-tests"


@pytest.fixture(scope="session")
def token(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A token of our own; the library reads its configuration once per process."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(
        f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n", encoding="utf-8"
    )
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    order = ["softhsm2-util", "--init-token", "--free", "--label", "operator", "--pin", PIN, "--so-pin", "0000"]
    subprocess.run(order, check=True, capture_output=True)
    return "operator"


@pytest.fixture
def place(blank: Path, token: str, settings: Settings) -> str:
    """A key of its own in the token, named by the settings."""
    where = f"pkcs11:{MODULE}?token={token}&label={blank.parent.name}"
    settings.OPERATOR_KEY = where
    settings.OPERATOR_PIN = lambda: PIN
    create(where)
    return where


def test_a_device_opens_the_keyring_again(place: str) -> None:
    create_keyring()
    wrapped = person.wrap(bytes(32), 7, bytes(16))
    before = keyring().current("wrap").secret
    memory.forget()

    assert keyring().current("wrap").secret == before
    assert person.unwrap(issue("entry", frozenset({7}), -1), 7, bytes(16), wrapped) == bytes(32)
    assert set(RootKey.objects.values_list("operator", flat=True)) == {operator_key().id}


def test_a_device_refuses_what_was_altered_or_moved(place: str) -> None:
    sealed = operator_key().wrap(bytes(32), b"context")

    assert operator_key().unwrap(sealed, b"context") == bytes(32)
    for damaged, context in (
        (sealed[:-1] + bytes([sealed[-1] ^ 1]), b"context"),
        (sealed, b"other"),
        (sealed[:20], b"context"),
        (b"", b""),
    ):
        with pytest.raises(IntegrityError):
            operator_key().unwrap(damaged, context)


def test_the_key_never_leaves_the_device(place: str) -> None:
    import pkcs11

    key = operator_key()._key  # type: ignore[attr-defined]  # the device's own handle

    assert key[pkcs11.Attribute.SENSITIVE]
    assert not key[pkcs11.Attribute.EXTRACTABLE]


def test_a_label_is_used_once(place: str) -> None:
    with pytest.raises(Conflict):
        create(place)


def test_a_wrong_pin_a_wrong_label_and_a_missing_module_close_the_house(place: str, settings: Settings) -> None:
    for key, pin in ((place, "0000"), (place, ""), (place + "x", PIN), ("pkcs11:/nowhere.so?token=a&label=b", PIN),
                     ("pkcs11:/nowhere.so", PIN)):  # fmt: skip
        settings.OPERATOR_KEY = key
        settings.OPERATOR_PIN = lambda pin=pin: pin
        memory.forget()

        with pytest.raises(Unavailable) as refusal:
            operator_key()
        assert PIN not in str(refusal.value)
