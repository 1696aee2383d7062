"""
GDPRbench as benchmarks.md defines it: records that are functions of their number, a policy for their purposes, and
seeded traces of operations with the answers they must get.

Every record is one person; `user` (ten records each) is a findable field. A trace is JSON Lines and reproduces byte for
byte. The answers come from a model of a dictionary that knows nothing of the gate, the vault or the ledger.
"""

from __future__ import annotations

import bisect
import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

PURPOSES = 25
METADATA = ("ttl", "dec", "acl", "shr", "src", "cat")
FIELDS = ("key", "user", *METADATA, "data")
MIX = {
    "controller": {"insert": 0.25, "delete-purpose": 0.125, "delete-user": 0.125, "update-metadata": 0.50},
    "customer": {
        "read-user": 0.2, "read-metadata": 0.2, "update-data": 0.2, "update-metadata": 0.2, "delete-key": 0.2,
    },
    "processor": {"read-data": 0.8, "read-purpose": 0.2},
    "regulator": {"read-user-metadata": 0.46, "get-log": 0.31, "verify-deletion": 0.23},
}  # fmt: skip
UNIFORM = frozenset({"controller"})
SPOILT = ("wrong-purpose", "extra-field", "objection", "older-purpose")
REFUSED, GONE = "refused", "gone"


class Record(NamedTuple):
    """One record: key, purpose, objection to that purpose, user, and what is held."""

    key: str
    purpose: str
    objects: bool
    values: dict[str, str]


def record(number: int) -> Record:
    """Return the record with this number: the same one every time."""
    seed = blake2b(number.to_bytes(8, "big"), digest_size=64, person=b"gdprbench").digest()
    purpose = f"purpose-{seed[0] % PURPOSES:02d}"
    said = {name: f"{name}{seed[at] % 50}" for at, name in enumerate(METADATA, 1)}
    data = blake2b(seed, digest_size=50).hexdigest()
    key = f"K{number:07d}"
    return Record(key, purpose, seed[8] < 13, {"key": key, "user": f"user{number // 10}", **said, "data": data})


@dataclass
class Model:
    """What is held, as a dictionary: the answers are looked up here."""

    held: dict[str, Record] = field(default_factory=dict)
    next: int = 0

    def insert(self) -> Record:
        """Put the next record in."""
        one = record(self.next)
        self.next += 1
        self.held[one.key] = one
        return one

    def update(self, key: str, name: str, value: str) -> None:
        """Change one value."""
        one = self.held[key]
        self.held[key] = one._replace(values={**one.values, name: value})

    def of_user(self, user: str) -> list[Record]:
        """Return the records of a user that are still here."""
        first = int(user.removeprefix("user")) * 10
        keys = (f"K{n:07d}" for n in range(first, first + 10))
        return [self.held[key] for key in keys if key in self.held]


class Draw:
    """Draws a number below `count`: uniformly, or by Zipf's law with exponent 0.99, spread over the numbers."""

    def __init__(self, dice: random.Random, count: int, *, uniform: bool) -> None:
        self._dice, self._count = dice, count
        weights = () if uniform else (1 / rank**0.99 for rank in range(1, count + 1))
        self._heights = list(itertools.accumulate(weights))

    def __call__(self) -> int:
        """Return the next number."""
        if not self._heights:
            return self._dice.randrange(self._count)
        at = bisect.bisect(self._heights, self._dice.random() * self._heights[-1])
        return at * 7_919 % self._count


def trace(
    workload: str, *, records: int, operations: int, seed: int = 1, refuse: bool = False, without: tuple[str, ...] = ()
) -> Iterator[dict[str, Any]]:
    """
    Yield operations with their expected answers.

    `refuse` makes three of ten ones that must be refused; `without` leaves kinds of operations out of the mix.
    """
    dice = random.Random(f"{workload} {records} {operations} {seed} {refuse}")  # noqa: S311  a benchmark's dice
    draw = Draw(dice, records, uniform=workload in UNIFORM)
    model = Model()
    for _ in range(records):
        model.insert()
    mix = {kind: share for kind, share in MIX[workload].items() if kind not in without}
    for _ in range(operations):
        kind = dice.choices(list(mix), list(mix.values()))[0]
        if refuse and dice.random() < 0.3:
            yield _spoilt(dice, model, draw)
        else:
            yield _operation(kind, dice, model, draw)


def _living(model: Model, draw: Draw) -> Record:
    """Draw a record that is here and whose user does not object."""
    while True:
        one = model.held.get(f"K{draw():07d}")
        if one is not None and not one.objects:
            return one


def _spoilt(dice: random.Random, model: Model, draw: Draw) -> dict[str, Any]:
    how = dice.choice(SPOILT)
    one = _living(model, draw)
    said = {"op": "read-data", "key": one.key, "purpose": one.purpose, "expect": REFUSED, "how": how}
    if how == "wrong-purpose":
        said["purpose"] = f"purpose-{(int(one.purpose[-2:]) + 1 + dice.randrange(PURPOSES - 1)) % PURPOSES:02d}"
    elif how == "older-purpose":
        said["purpose"] = "purpose-of-an-older-version"
    elif how == "extra-field":
        said["op"] = "read-secret"
    else:
        objecting = [r for r in model.held.values() if r.objects]
        if not objecting:
            return said | {"purpose": "purpose-of-an-older-version", "how": "older-purpose"}
        other = dice.choice(objecting)
        said |= {"key": other.key, "purpose": other.purpose}
    return said


def _operation(kind: str, dice: random.Random, model: Model, draw: Draw) -> dict[str, Any]:
    """Return one operation of the mix with its answer, and do it to the model."""
    if kind == "insert":
        one = model.insert()
        return {"op": kind, "key": one.key, "purpose": one.purpose, "values": one.values, "expect": "done"}
    if kind == "verify-deletion":
        return {"op": kind, "key": f"K{9_000_000 + dice.randrange(1_000):07d}", "expect": GONE}
    one = _living(model, draw)
    said: dict[str, Any] = {"op": kind, "key": one.key, "purpose": one.purpose, "expect": "done"}
    if kind.startswith("read"):
        return said | _read(kind, one, model)
    if kind.startswith("update"):
        name = "data" if kind == "update-data" else dice.choice(METADATA)
        value = f"{dice.getrandbits(200):050x}" if name == "data" else f"{name}{dice.randrange(50)}"
        model.update(one.key, name, value)
        said |= {"name": name, "value": value}
    elif kind.startswith("delete"):
        del model.held[one.key]
    return said


def _read(kind: str, one: Record, model: Model) -> dict[str, Any]:
    """Return what a reading operation asks besides, and what it must find."""
    if kind in ("read-data", "read-metadata"):
        names = ("data",) if kind == "read-data" else METADATA
        return {"expect": {name: one.values[name] for name in names}}
    user, name = one.values["user"], "shr" if kind == "read-user-metadata" else "data"
    those = model.held.values() if kind == "read-purpose" else model.of_user(user)
    mine = (r for r in those if r.purpose == one.purpose and not r.objects)
    return {"user": user, "name": name, "expect": sorted(r.values[name] for r in mine)}


def write(path: Path, workload: str, **sizes: Any) -> None:
    """Write a trace as JSON Lines: the same bytes for the same sizes and seed."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for operation in trace(workload, **sizes):
            file.write(json.dumps(operation, sort_keys=True, separators=(",", ":")) + "\n")


def policy(sample: str) -> str:
    """Return a policy with a purpose, a notice and a form for each of the 25; the rest is that of the sample shop."""
    head, _, rest = sample.partition("## 2 ")
    tail = "## 6 " + rest.partition("## 6 ")[2]
    fields = "".join(
        f"  {name}: {{label: {{ja: {name}, en: {name}}}, sheet: {'meta' if name in METADATA else name}"
        f"{', type: member-number, findable: alone, unique: true' if name == 'key' else ''}"
        f"{', findable: alone' if name == 'user' else ''}}}\n"
        for name in (*FIELDS, "secret")
    )
    names = [f"purpose-{n:02d}" for n in range(PURPOSES)]
    needs = ", ".join(FIELDS)
    purposes = "".join(
        f"  {name}:\n    label: {{ja: {name}, en: {name}}}\n    family: customer\n    needs: [{needs}]\n"
        "    duties: [shopkeeper, care]\n    acts: [collect, find, read, write, correct]\n    refusable: true\n"
        "    keep: {until: last-use, for: 1y}\n"
        for name in names
    )
    vault = (
        "  vault-only:\n    label: {ja: 秘密, en: Secret}\n    family: customer\n    needs: [secret]\n"
        "    duties: [shopkeeper]\n    acts: [read]\n    keep: {until: last-use, for: 1y}\n"
    )
    told = "{ja: この目的に使います。, en: We use it for this.}"
    notices = "".join(
        f"  {name}: {{label: {{ja: {name}, en: {name}}}, text: {told}, purposes: [{name}]}}\n" for name in names
    )
    forms = "".join(
        f"  {name}: {{label: {{ja: {name}, en: {name}}}, source: page, notice: {name}, purposes: [{name}],"
        f" fields: [{needs}], required: [key]}}\n"
        for name in names
    )
    source = "  page: {label: {ja: 画面, en: Page}, family: customer, channel: form, needs: [notice]}\n"
    return (
        f"{head}## 2 お預かりするもの\n\n```yaml rule\nfields:\n{fields}```\n\n## 3 使いみち\n\n```yaml rule\n"
        f"purposes:\n{purposes}{vault}```\n\n## 4 いただき方\n\n```yaml rule\nnotices:\n{notices}sources:\n{source}"
        f"forms:\n{forms}```\n\n{tail}"
    )


def policy_in_english(sample: str) -> str:
    """Return the English side of `policy`."""
    head, _, rest = sample.partition("## 2 ")
    tail = "## 6 " + rest.partition("## 6 ")[2]
    ours = "## 2 What we keep\n\nA record.\n\n## 3 Purposes\n\nThese.\n\n## 4 How we receive it\n\nOn a page.\n\n"
    return head + ours + tail


def publish(folder: Path) -> Path:
    """Write the policy beside the sample shop's, ready to be published; return its file."""
    sample = Path(__file__).parents[2] / "policies" / "webshop"
    (folder / "2025-10-01.md").write_text(policy((sample / "2025-10-01.md").read_text(encoding="utf-8")), "utf-8")
    english = policy_in_english((sample / "2025-10-01.en.md").read_text(encoding="utf-8"))
    (folder / "2025-10-01.en.md").write_text(english, "utf-8")
    return folder / "2025-10-01.md"
