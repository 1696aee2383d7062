"""Completions from a file: all of it or nothing, and every line that is wrong is told with its column (2-4)."""

from __future__ import annotations

from pathlib import Path

import pytest

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, Refused, WrongLines
from seiyaku.people import services
from seiyaku.people.days import today
from seiyaku.people.models import Account, Completion

from .sample import account, entries, policy

pytestmark = pytest.mark.promise("2-4")
HEAD = "login,course,date,score\n"


@pytest.fixture
def manager(instance: Path) -> Account:
    account("bob")
    account("carol")
    return account("alice", duties=("manager",))


def take(text: str | bytes, by: Account) -> services.Taken:
    actor = Actor(id=by.ref, kind="staff", proven_by="session")
    body = text.encode() if isinstance(text, str) else text
    return services.take_completions(body, policy=policy(), actor=actor)


def test_every_line_of_a_good_file_is_recorded(manager: Account) -> None:
    taken = take("\ufeff" + HEAD + "bob,basics,2026-01-05,88\nＣａｒｏｌ , basics,2026-01-06,\n", manager)

    assert taken.recorded == 2
    assert list(Completion.objects.order_by("pk").values_list("account__login", "score")) == [
        ("bob", 88),
        ("carol", None),
    ]
    assert [one["act"] for one in entries()[-2:]] == ["complete-training"] * 2


def test_each_wrong_line_is_told_and_nothing_is_recorded(manager: Account) -> None:
    tomorrow = today().fromordinal(today().toordinal() + 1)
    lines = ["bob,basics,2026-01-05,88", "bod,basics,2026-01-05,", "bob,basic,05/01/2026,101",
             f"carol,basics,{tomorrow},", "carol,basics,2026-01-05,9,9"]  # fmt: skip

    with pytest.raises(WrongLines) as caught:
        take(HEAD + "\n".join(lines), manager)

    told = [(one.line, one.column, one.nearest) for one in caught.value.faults]
    assert told == [
        (3, "login", "bob"), (4, "course", "basics"), (4, "date", None), (4, "score", None), (5, "date", None),
        (6, "—", None),
    ]  # fmt: skip
    assert not Completion.objects.exists()
    assert all("05/01" not in str(one) and "101" not in str(one) for one in caught.value.faults)


def test_what_stands_twice_or_is_recorded_already_is_told(manager: Account) -> None:
    take(HEAD + "bob,basics,2026-01-05,", manager)

    with pytest.raises(WrongLines) as caught:
        take(HEAD + "carol,basics,2026-01-05,\nbob,basics,2026-01-05,\ncarol,basics,2026-01-05,90\n", manager)

    assert [one.line for one in caught.value.faults] == [3, 4]
    assert Completion.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe\x00", b"name,when\nbob,now\n", HEAD.encode(), HEAD.encode() + b'bob,"basics,2026-01-05,\n',
     (HEAD + "bob,basics,2026-01-05,\n" * 5001).encode()],
    ids=["empty", "not UTF-8", "other columns", "no lines", "an open quote", "too many"],
)  # fmt: skip
def test_what_is_no_such_file_is_refused(manager: Account, body: bytes) -> None:
    with pytest.raises(InputError):
        take(body, manager)

    assert not Completion.objects.exists()


def test_a_file_from_who_may_not_is_refused_and_on_record(manager: Account) -> None:
    with pytest.raises(Refused) as refused:
        take(HEAD + "carol,basics,2026-01-05,\n", Account.objects.get(login="bob"))

    assert refused.value.entry == entries()[-1]["id"]
    assert not Completion.objects.exists()


def test_a_kilobyte_of_faults_is_told_up_to_a_hundred(manager: Account) -> None:
    with pytest.raises(WrongLines) as caught:
        take(HEAD + "nobody,none,never,\n" * 500, manager)

    assert len(caught.value.faults) == 100
    assert "1500" in caught.value.found


JAPANESE = (
    "氏名,ログインID,研修,修了日,点数\n髙﨑 愛理子,bob,basics,2026/1/5,８８\n山田 太郎,carol,basics,令和8年1月6日,\n"
)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", JAPANESE), ("utf-8-sig", JAPANESE), ("cp932", JAPANESE), ("euc_jp", JAPANESE.replace("髙﨑", "高崎")),
        ("iso2022_jp_ext", JAPANESE.replace("髙﨑", "高崎")), ("utf-16", JAPANESE.replace(",", "\t")),
    ],
)  # fmt: skip
def test_a_list_comes_in_whatever_encoding_it_was_exported(manager: Account, encoding: str, text: str) -> None:
    taken = take(text.encode(encoding), manager)

    assert taken.recorded == 2
    kept = Completion.objects.order_by("pk").values_list("account__login", "score", "completed_on")
    assert [(login, score, str(day)) for login, score, day in kept] == [
        ("bob", 88, "2026-01-05"), ("carol", None, "2026-01-06"),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-16"])
def test_a_wrong_line_is_told_by_its_number_in_every_encoding(manager: Account, encoding: str) -> None:
    wrong = "氏名,ログインID,研修,修了日\n見本 太郎,bob,basics,2026-01-05\n見本 花子,bod,basik,きのう\n"

    with pytest.raises(WrongLines) as caught:
        take(wrong.encode(encoding), manager)

    assert [(one.line, one.column) for one in caught.value.faults] == [(3, "login"), (3, "course"), (3, "date")]
    assert "きのう" not in str(caught.value.faults)
    assert not Completion.objects.exists()
