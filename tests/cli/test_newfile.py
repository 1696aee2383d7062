"""What is taken away as a file is whole, new and its owner's alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from seiyaku.cli.newfile import new_file, put_in_place
from seiyaku.core.errors import InputError


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    with new_file(tmp_path / "out") as file:
        file.write(b"whole")

    assert (tmp_path / "out").read_bytes() == b"whole"
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o600


def half(out: Path) -> None:
    """Write half of it, and fail."""
    with new_file(out) as file:
        file.write(b"half")
        raise ZeroDivisionError


def test_of_a_file_whose_writing_fails_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        half(tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")

    with pytest.raises(FileExistsError), new_file(tmp_path / "out"):
        pass

    assert (tmp_path / "out").read_bytes() == b"mine"


def test_a_text_takes_the_place_of_another_whole_and_for_whom_it_was(tmp_path: Path) -> None:
    path = tmp_path / "kept.yaml"
    (tmp_path / ".kept.yaml.part").write_text("half", encoding="utf-8")
    path.write_text("before", encoding="utf-8")
    path.chmod(0o640)

    put_in_place(path, "after")
    put_in_place(tmp_path / "secret", "mine", mode=0o600)

    assert (path.read_text(encoding="utf-8"), path.stat().st_mode & 0o777) == ("after", 0o640)
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == ["kept.yaml", "secret"]


def test_what_cannot_take_its_place_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kept.yaml"
    path.write_text("before", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space") as full_disk:
        put_in_place(path, "after")
    with pytest.raises(InputError):
        put_in_place(tmp_path / "nowhere" / "kept.yaml", "after")

    assert full_disk.value.filename == str(path)
    assert path.read_text(encoding="utf-8") == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["kept.yaml"]


def full(_: int) -> None:
    raise OSError(28, "No space left on device")
