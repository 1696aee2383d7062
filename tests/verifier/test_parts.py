"""A long export is read in parts, by processes of their own: it comes to the same, and no process is believed half."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import seiyaku_verify
from seiyaku.core.merkle import leaf_hash, root
from seiyaku_verify import Unreadable, VerificationError, main, verify_export

from .test_heads import head
from .test_signatures import KEY

pytestmark = pytest.mark.promise("2-1")
ENTRIES = [b'{"v":1,"id":"%024x","at":%d,"n":0,"t":"%b"}' % (n, n, "項目".encode() * n) for n in range(11)]
TWICE = ENTRIES[3].replace(b'"at":3', b'"at":4')
PARTS = 4


@pytest.fixture(autouse=True)
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of four entries, blocks shorter than an entry, and no export so short that it is read by one process."""
    monkeypatch.setattr(seiyaku_verify, "PART", PARTS)
    monkeypatch.setattr(seiyaku_verify, "BLOCK", 64)
    monkeypatch.setattr(seiyaku_verify, "SMALL", 0)


def exported(folder: Path, entries: list[bytes], *, signed: list[bytes] | None = None, end: bytes = b"\n") -> Path:
    """An export of these entries, signed as they are or as others."""
    folder.mkdir()
    leaves = [leaf_hash(entry) for entry in (entries if signed is None else signed)]
    (folder / "entries.jsonl").write_bytes(b"\n".join(entries) + end)
    (folder / "leaves.bin").write_bytes(b"".join(leaves))
    (folder / "checkpoint").write_text(head(len(leaves), over=root(leaves)))
    (folder / "key").write_text(KEY)
    return folder


def nobody(part: Any) -> bytes:
    raise AssertionError("a process of its own was to read this")


@pytest.mark.parametrize("count", range(2 * PARTS * PARTS))
def test_the_roots_of_parts_lead_to_the_root_at_every_size(count: int) -> None:
    leaves = [leaf_hash(b"%d" % number) for number in range(count)]
    tops = [root(leaves[at : at + PARTS]) for at in range(0, count, PARTS)]

    found = seiyaku_verify.roots(leaves, range(count + 2), tops)

    assert found == seiyaku_verify.roots(leaves, range(count + 2))
    assert found == {size: root(leaves[:size]) for size in range(count + 1)}


def test_processes_read_what_one_alone_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = exported(tmp_path / "out", ENTRIES)
    leaves = [leaf_hash(entry) for entry in ENTRIES]
    kept = [head(size, over=root(leaves[:size])) for size in range(len(leaves) + 1)]

    alone = [verify_export(folder, [KEY], kept, parse=parse, jobs=1) for parse in (True, False)]
    monkeypatch.setattr(seiyaku_verify, "_read", nobody)

    assert [verify_export(folder, [KEY], kept, parse=parse, jobs=2) for parse in (True, False)] == alone
    assert alone[0].size == len(ENTRIES)


@pytest.mark.parametrize(
    ("entries", "end", "why"),
    [
        ([*ENTRIES[:9], ENTRIES[2], ENTRIES[10]], b"\n", "entry 9 has the id of an earlier one"),
        ([*ENTRIES[:4], TWICE, *ENTRIES[5:]], b"\n", "entry 4 has the id of an earlier one"),
        ([*ENTRIES[:2], ENTRIES[0], *ENTRIES[3:6], b"{}"], b"\n", "entry 2 has the id of an earlier one"),
        ([*ENTRIES[:5], b"{}", ENTRIES[5], ENTRIES[5]], b"\n", "entry 5 does not read"),
        ([*ENTRIES[:8], b"{}", b"{}", ENTRIES[0]], b"\n", "entry 8 does not read"),
        ([*ENTRIES[:6], ENTRIES[6] + ENTRIES[7], *ENTRIES[7:]], b"\n", "entry 6 does not read"),
        ([*ENTRIES[:7], b"\xff", *ENTRIES[8:]], b"\n", "entry 7 does not read"),
        ([*ENTRIES[:7], b'{"t":"' + bytes(20_000) + b'"}'], b"\n", "entry 7 does not read"),
        (ENTRIES, b"!", "entry 10 is cut off: first bad entry 10"),
        (ENTRIES[:8], b"!", "entry 7 is cut off: first bad entry 7"),
        ([*ENTRIES[:5], b"{}", ENTRIES[6]], b"!", "entry 5 does not read"),
    ],
)  # fmt: skip
def test_the_first_bad_entry_of_what_was_signed_is_named_whoever_reads_it(
    tmp_path: Path, entries: list[bytes], end: bytes, why: str
) -> None:
    folder = exported(tmp_path / "out", entries, end=end)

    for jobs in (1, 3):
        with pytest.raises(VerificationError, match=why):
            verify_export(folder, [KEY], jobs=jobs)
    if "cut off" in why:
        with pytest.raises(VerificationError, match=why):
            verify_export(folder, [KEY], parse=False, jobs=1)


def test_what_was_altered_is_named_in_every_part(tmp_path: Path) -> None:
    for at in (0, 3, 4, 10):
        altered = [*ENTRIES[:at], ENTRIES[at].replace(b'"at":', b'"at":1'), *ENTRIES[at + 1 :]]
        folder = exported(tmp_path / f"{at}", altered, signed=ENTRIES)
        for jobs in (1, 2) if at == PARTS else (1,):
            with pytest.raises(VerificationError, match=f"first bad entry {at}$"):
                verify_export(folder, [KEY], jobs=jobs)
    for there in (0, 2, 4, 8):
        with pytest.raises(VerificationError, match=f"first bad entry {there}$"):
            verify_export(
                exported(tmp_path / f"cut-{there}", ENTRIES[:there], signed=ENTRIES, end=b"\n"[:there]), [KEY]
            )


INTERPRETERS: dict[str, str] = {
    "killed": "kill -9 $$",
    "killed when it has said it all": '"{python}" "$@"; kill -9 $$',
    "failed when it has said it all": '"{python}" "$@"; exit 1',
    "cut short": '"{python}" "$@" | head -c 100',
    "more than it should say": '"{python}" "$@"; echo',
    "silent": "exit 0",
    "another program": "echo verifies: 11 entries",
    "that knows nothing of this file": '"{python}" -c "import sys; sys.exit(2)"',
}


@pytest.mark.parametrize("how", INTERPRETERS)
def test_what_a_process_does_not_say_whole_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\n" + INTERPRETERS[how].format(python=sys.executable) + "\n")
    program.chmod(0o700)
    good = exported(tmp_path / "good", ENTRIES)
    bad = exported(tmp_path / "bad", [*ENTRIES[:6], b"{}"])
    monkeypatch.setattr(sys, "executable", str(program))

    assert verify_export(good, [KEY], jobs=2).size == len(ENTRIES)
    with pytest.raises(VerificationError, match="entry 6 does not read"):
        verify_export(bad, [KEY], jobs=2)


@pytest.mark.parametrize("interpreter", ["", None, "/nowhere/python", "."])
def test_where_no_process_is_to_be_had_it_is_read_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, interpreter: str | None
) -> None:
    monkeypatch.setattr(sys, "executable", interpreter)

    assert verify_export(exported(tmp_path / "good", ENTRIES), [KEY], jobs=2).size == len(ENTRIES)
    with pytest.raises(VerificationError, match="entry 6 does not read"):
        verify_export(exported(tmp_path / "bad", [*ENTRIES[:6], b"{}"]), [KEY], jobs=2)


def stop(_part: Any, _process: Any) -> bytes:
    raise KeyboardInterrupt


def test_who_stops_it_ends_every_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []
    start: Callable[[Any], Any] = seiyaku_verify._start

    def starting(part: Any) -> Any:
        started.append(start(part))
        return started[-1]

    monkeypatch.setattr(seiyaku_verify, "_start", starting)
    monkeypatch.setattr(seiyaku_verify, "_answer", stop)
    (tmp_path / "python").write_text("#!/bin/sh\nexec sleep 1000\n")
    (tmp_path / "python").chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))

    with pytest.raises(KeyboardInterrupt):
        verify_export(exported(tmp_path / "out", ENTRIES), [KEY], jobs=3)

    assert [process.returncode for process in started] == [-9, -9, -9]


def test_a_short_export_is_read_without_a_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seiyaku_verify, "_start", nobody)
    folder = exported(tmp_path / "out", ENTRIES)

    assert verify_export(folder, [KEY], jobs=1).size == len(ENTRIES)
    monkeypatch.setattr(seiyaku_verify, "SMALL", 1 << 20)
    assert verify_export(folder, [KEY]).size == len(ENTRIES)


def test_a_file_that_changes_while_it_is_read_does_not_verify(tmp_path: Path) -> None:
    path = exported(tmp_path / "out", ENTRIES[:3]) / "entries.jsonl"
    size = path.stat().st_size

    for length, count in ((size, 4), (size, 2), (size - 9, 4), (size + 9, 4), (0, 1)):
        with pytest.raises(Unreadable, match="changed while it was read"):
            seiyaku_verify._read(seiyaku_verify._Part(path, 0, length, count, 1))


@pytest.mark.parametrize("parse", [1, 0])
def test_the_file_that_reads_a_part_answers_in_bytes_and_never_that_it_verifies(tmp_path: Path, parse: int) -> None:
    path = exported(tmp_path / "out", ENTRIES[:3]) / "entries.jsonl"
    part = ["part", str(path), "0", str(path.stat().st_size), "3", str(parse)]

    done = subprocess.run([sys.executable, "-S", "-I", seiyaku_verify.__file__, *part], check=True, capture_output=True)

    assert done.stdout == seiyaku_verify._read(seiyaku_verify._Part(path, 0, path.stat().st_size, 3, parse))
    assert done.stdout.startswith(leaf_hash(ENTRIES[0]))
    for wrong in (part, ["part"]):
        with pytest.raises(SystemExit, match="2"):
            main(wrong)


@pytest.mark.parametrize("jobs", ["-1", "x", "1.5", ""])
def test_so_many_parts_at_a_time_is_a_number(tmp_path: Path, jobs: str) -> None:
    folder = str(exported(tmp_path / "out", ENTRIES))

    assert main(["export", folder, "--jobs", "1"]) == 0
    with pytest.raises(SystemExit, match="2"):
        main(["export", folder, "--jobs", jobs])


@pytest.mark.parametrize("how", ["file", "standard input"])
def test_the_one_file_copied_to_another_machine_does_it_all(tmp_path: Path, how: str) -> None:
    text = Path(seiyaku_verify.__file__).read_text(encoding="utf-8")
    text = text.replace("PART = 1 << 17", "PART = 4").replace("SMALL = 1 << 25", "SMALL = 0")
    (tmp_path / "copy.py").write_text(text, encoding="utf-8")
    program = [sys.executable, "-S", "-I", "copy.py" if how == "file" else "-"]
    exported(tmp_path / "good", ENTRIES)
    exported(tmp_path / "bad", [*ENTRIES[:9], ENTRIES[2]])

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*program, "export", *arguments]
        return subprocess.run(command, check=False, capture_output=True, input=text, text=True, cwd=tmp_path)

    assert [run("good", "--jobs", jobs).returncode for jobs in ("1", "2")] == [0, 0]
    done = run("bad", "--jobs", "2")
    assert (done.returncode, done.stdout) == (4, "")
    assert "DOES NOT VERIFY: entry 9 has the id of an earlier one" in done.stderr
