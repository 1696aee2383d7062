"""What is taken away as a file is whole, new and its owner's alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from seiyaku.cli.newfile import new_file


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
