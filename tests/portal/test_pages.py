"""The public pages: what anybody may read without signing in."""

from __future__ import annotations

import html
import re
import shutil
import typing
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client
from pydantic import BaseModel

from seiyaku.core import model, terms, vocabulary
from seiyaku.core.language import Language
from seiyaku.core.vocabulary import SAFEGUARDS
from seiyaku.evidence import posture
from seiyaku.policy import services
from seiyaku.portal import mine, prose

from .sample import REFERENCE, SYSTEM, publish_first, publish_second

BROWSER = Client()


def text(path: str, status: int = 200) -> str:
    answer = BROWSER.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.mark.promise("0")
def test_the_page_names_the_operator_its_address_its_people_and_its_date(instance: Path) -> None:
    who = publish_first().policy.operator

    page = text("/")

    for label in (who.name, who.address, who.representative, who.manager, who.desk):
        assert label["ja"] in page
    assert who.email in page
    assert "2018年10月1日" in page


@pytest.mark.parametrize(("path", "language"), [("/", "ja"), ("/en/", "en")])
def test_every_clause_stands_under_its_own_anchor_in_both_languages(
    instance: Path, path: str, language: typing.Literal["ja", "en"]
) -> None:
    policy = publish_first().policy

    page = text(path)

    assert f'<html lang="{language}">' in page
    for clause in policy.clauses.values():
        assert f'id="{clause.id}"' in page
        assert clause.title[language] in page.replace("&#x27;", "'").replace("&amp;", "&")


@pytest.mark.parametrize(("path", "said"), [("/retained/", "手数料"), ("/en/retained/", "Fee")])
@pytest.mark.promise("0")
def test_the_matters_on_retained_personal_data_are_made_from_the_policy(instance: Path, path: str, said: str) -> None:
    shown = publish_first()

    page = Client().get(path).content.decode()

    language: Language = "en" if path.startswith("/en/") else "ja"
    assert shown.policy.operator.representative[language] in page
    assert all(rule.label[language] in page for rule in shown.policy.rules.purposes.values() if not rule.unclear)
    assert said in page
    assert "〒170-0000" in page


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.promise("0")
def test_each_item_of_the_order_stands_on_the_page_in_words(instance: Path, language: Language) -> None:
    shown = publish_first()
    policy = shown.policy

    page = html.unescape(Client().get("/retained/" if language == "ja" else "/en/retained/").content.decode())

    def part(name: str) -> str:
        return page[page.index(f'id="{name}"') :].partition("</section>")[0]

    who = policy.operator
    assert all(one[language] in part("operator") for one in (who.name, who.address, who.representative))
    asked = [vocabulary.WORDS[kind].say(language) for rule in policy.rules.requests.values() for kind in rule.kinds]
    assert len(asked) >= 6
    assert all(kind in part("asking") for kind in asked)
    items = [policy.rules.fields[name].label[language] for r in policy.rules.requests.values() for name in r.match]
    assert items
    assert all(item in part("asking") for item in items)
    assert all(said.say(language) in part("safe") for said in SAFEGUARDS.values())
    assert all(course.label[language] in part("safe") for course in policy.rules.training.values())
    assert not [code for code in (*SAFEGUARDS, "birth-date", "member-number") if code in page]
    assert who.desk[language] in part("complaints")
    assert who.address[language] in part("complaints")
    outside = [rule.label[language] for rule in policy.rules.provisions.values() if not rule.unclear]
    assert all(label in part("provided") for label in outside)


@pytest.mark.promise("0", "11-2")
def test_a_certified_body_is_named_with_its_desk(instance: Path, tmp_path: Path) -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    named = "certified_body: {ja: 見本協会 苦情受付 03-0000-0000, en: Sample association}"
    line = next(line for line in text.splitlines() if line.strip().startswith("complaints:"))
    place = tmp_path / REFERENCE.name
    place.write_text(text.replace(line, f"{line}\n{line[: len(line) - len(line.lstrip())]}{named}"), encoding="utf-8")
    english = REFERENCE.with_name(f"{REFERENCE.stem}.en.md")
    (tmp_path / english.name).write_bytes(english.read_bytes())
    services.publish(place, actor=SYSTEM)

    assert "見本協会 苦情受付 03-0000-0000" in Client().get("/retained/").content.decode()
    assert "Sample association" in Client().get("/en/retained/").content.decode()


def test_before_a_policy_is_published_there_are_no_matters(instance: Path) -> None:
    assert Client().get("/retained/").status_code == 404


@pytest.mark.promise("8-2")
def test_the_rule_under_a_sentence_is_said_in_words(instance: Path) -> None:
    publish_first()

    page = text("/")

    rule = page[page.index('id="8-2"') : page.index('id="8-3"')]
    assert re.findall(r"<li>(.+?)</li>", rule)[:3] == ["氏名", "住所", "電話番号"]
    assert "個人情報保護法27条5項1号" in rule


@pytest.mark.parametrize("name", ["clinic", "webshop"])
def test_another_operators_policy_is_shown_without_a_line_of_code(instance: Path, name: str) -> None:
    [file] = [path for path in (REFERENCE.parents[1] / name).glob("*.md") if not path.name.endswith(".en.md")]
    policy = services.publish(file, actor=SYSTEM).policy

    for path in ("/", "/en/"):
        page = text(path)
        assert all(f'id="{clause}"' in page for clause in policy.clauses)


@pytest.mark.promise("7-1")
@pytest.mark.parametrize(("name", "phone"), [("clinic", "050-0000-0200"), ("webshop", "050-0000-0300")])
def test_the_telephone_and_the_paper_route_of_another_operator_are_named_too(
    instance: Path, name: str, phone: str
) -> None:
    [file] = [path for path in (REFERENCE.parents[1] / name).glob("*.md") if not path.name.endswith(".en.md")]
    policy = services.publish(file, actor=SYSTEM).policy
    post = next(rule.post for rule in policy.rules.requests.values() if rule.post)

    for path in ("/my/", "/en/my/", "/retained/", "/en/retained/"):
        page = text(path)
        assert phone in page
        assert post in page
    assert policy.operator.address["en"] in text("/en/my/").partition('id="desk"')[2]
    assert policy.operator.address["en"] not in text("/my/")


@pytest.mark.promise("7-1")
def test_an_address_for_letters_that_is_not_the_operators_own_is_said_only_as_the_policy_says_it(
    instance: Path, tmp_path: Path
) -> None:
    elsewhere = REFERENCE.read_text(encoding="utf-8").replace("    post: 〒170-0000", "    post: 〒171-0000", 1)
    (tmp_path / REFERENCE.name).write_text(elsewhere, encoding="utf-8")
    shutil.copy(REFERENCE.with_suffix(".en.md"), tmp_path)
    services.publish(tmp_path / REFERENCE.name, actor=SYSTEM)

    desk = text("/en/my/").partition('id="desk"')[2]

    assert "〒171-0000 東京都豊島区見本町" in desk
    assert "Mihon-cho" not in desk


@pytest.mark.promise("7-1", "3-3")
def test_a_policy_without_a_telephone_names_paper_and_mail_and_the_doctor_asks_for_one(
    instance: Path, tmp_path: Path
) -> None:
    silent = REFERENCE.read_text(encoding="utf-8").replace("    phone: 050-0000-0100\n", "")
    (tmp_path / REFERENCE.name).write_text(silent, encoding="utf-8")
    shutil.copy(REFERENCE.with_suffix(".en.md"), tmp_path)
    services.publish(tmp_path / REFERENCE.name, actor=SYSTEM)

    page = text("/my/")
    said = [one for one in posture.examine() if one.check == "policy"]

    assert "tel:" not in page
    assert "書面・メールでも承ります" in page
    assert "〒170-0000 東京都豊島区見本町1丁目2番3号" in page
    assert [one.state for one in said] == ["green", "attention"]
    assert said[1].mend is not None
    assert "phone:" in said[1].mend.en


def test_an_old_version_stays_at_its_own_address_and_says_that_it_is_old(instance: Path, tmp_path: Path) -> None:
    publish_second(tmp_path, publish_first())

    old, new, home = text("/policy/2018-10-01/"), text("/policy/2024-04-01/"), text("/")

    assert "それ以外は渡しません" in old
    assert "過去の版" in old
    assert "そのほかは渡しません" in new
    assert "現在有効な版" in home
    assert "そのほかは渡しません" in home


def test_a_version_not_yet_in_force_is_announced_and_not_served_as_the_policy(instance: Path, tmp_path: Path) -> None:
    publish_second(tmp_path, publish_first(), day="2099-04-01")

    home, coming = text("/"), text("/policy/2099-04-01/")

    assert "それ以外は渡しません" in home
    assert "これから有効になる版" in coming


def test_the_addendum_is_the_difference_between_versions(instance: Path, tmp_path: Path) -> None:
    publish_second(tmp_path, publish_first())

    page = text("/")

    addendum = page[page.index('id="addendum"') :]
    assert re.findall(r"<li>([^<]+)</li>", addendum) == ["8-2「配送」を改めました。", "制定しました。"]
    assert "/policy/2018-10-01...2024-04-01/" in addendum


def test_two_versions_stand_side_by_side_with_the_words_that_changed(instance: Path, tmp_path: Path) -> None:
    publish_second(tmp_path, publish_first())

    page, english = text("/policy/2018-10-01...2024-04-01/"), text("/en/policy/2018-10-01...2024-04-01/")

    assert "<del>" in page
    assert "<ins>" in page
    assert page.count('class="pair"') == english.count('class="pair"') == 1
    assert "Clerk, Accounting" in english


def test_the_feed_is_atom_and_names_every_version(instance: Path, tmp_path: Path) -> None:
    first = publish_first()
    second = publish_second(tmp_path, first)

    feed = ElementTree.fromstring(text("/feed.atom"))  # noqa: S314  # our own

    ids = [entry.findtext("{*}id") for entry in feed.iterfind("{*}entry")]
    assert ids == [f"urn:sha256:{second.version}", f"urn:sha256:{first.version}"]


@pytest.mark.parametrize("path", ["/policy/2018-10-02/", "/policy/2018-02-31/", "/nothing", "/en/nothing"])
def test_what_is_not_there_is_a_page_that_says_so(instance: Path, path: str) -> None:
    publish_first()

    page = text(path, status=404)

    assert ("no such page" if path.startswith("/en/") else "ページが見つかりません") in page


def test_without_a_policy_the_page_says_that_nothing_is_handled(instance: Path) -> None:
    assert "公表されていません" in text("/", status=503)


@pytest.mark.promise("2-1")
@pytest.mark.parametrize("path", ["/", "/en/policy/", "/nothing"])
def test_no_page_allows_inline_code_or_another_host(instance: Path, path: str) -> None:
    publish_first()

    answer = BROWSER.get(path)

    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    body = answer.content.decode()
    assert not re.search(r"<(script|style)|\sstyle=|\son\w+=|(src|href)=\"(https?:)?//", body)
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_the_public_pages_only_read(instance: Path, method: str) -> None:
    assert getattr(BROWSER, method)("/").status_code == 405


def test_prose_can_hold_no_html_of_its_own() -> None:
    made = prose.html("<script>alert(1)</script> [x](javascript:alert(1)) **太字**", "ja")

    assert "<script" not in made
    assert 'href="javascript' not in made
    assert "<strong>太字</strong>" in made


@pytest.mark.promise("10")
def test_a_link_that_leaves_the_operators_sites_is_marked() -> None:
    made = prose.html("[外](https://other.example/) [内](https://own.example/) [下](#8-2)", "ja", ["own.example"])

    assert made.count("外部サイト") == 1
    assert 'href="https://other.example/" rel="external noreferrer"' in made


def literals(annotation: typing.Any) -> set[str]:
    if typing.get_origin(annotation) is typing.Literal:
        return {value for value in typing.get_args(annotation) if isinstance(value, str)}
    return {word for inner in typing.get_args(annotation) for word in literals(inner)}


def test_every_section_key_and_word_of_a_policy_file_can_be_said_to_the_public() -> None:
    items = [each for each in terms.Item.__subclasses__() if issubclass(each, BaseModel)]
    said = {name: field for item in items for name, field in item.model_fields.items()}
    keys = {name for name in said if name not in vocabulary.UNSAID}
    words = {w for name, field in said.items() if name in keys for w in literals(field.annotation)}

    assert set(model.Rules.model_fields) == set(vocabulary.SECTIONS)
    assert keys - set(vocabulary.KEYS) == set()
    assert words - set(vocabulary.WORDS) - {"ja", "en", "False"} == set()


@pytest.mark.parametrize(("number", "said"), [(0, "0 recipients"), (1, "1 recipient"), (12, "12 recipients")])
def test_one_of_something_is_said_as_one(number: int, said: str) -> None:
    assert mine.count("n_receivers", number, "en") == said
    assert mine.count("n_receivers", number, "ja") == f"{number} か所"
