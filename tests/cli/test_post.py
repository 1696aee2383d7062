"""What is typed where the name of a secret's file belongs may be the secret itself: no error repeats it."""

from __future__ import annotations

from pathlib import Path

import pytest

from seiyaku.cli.post import _secret
from seiyaku.core.errors import InputError

TYPED = "correct-horse-battery"


@pytest.mark.parametrize("given", [TYPED, f"password={TYPED}", f"{TYPED}="])
def test_a_secret_typed_in_place_of_its_file_is_not_repeated(given: str) -> None:
    with pytest.raises(InputError) as raised:
        _secret(given)

    assert TYPED not in f"{raised.value} {raised.value!r}"


def test_a_secret_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text(f"{TYPED}\n", encoding="utf-8")

    assert _secret(f"password={tmp_path / 'kept'}") == ("password", TYPED)
