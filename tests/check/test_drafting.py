"""A policy file drafted from prose: what it says of each promise, that it loads, and that it decides nothing."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from seiyaku.check import drafting
from seiyaku.check.reading import read
from seiyaku.core.answers import Unclear
from seiyaku.core.asks import ALL, Actor, ActorFacts, Ask, Bits, Facts, PersonFacts
from seiyaku.core.compiled import compile_policy
from seiyaku.core.errors import InputError, PolicyError
from seiyaku.core.law import law
from seiyaku.policy.loading import load, load_files
from seiyaku.policy.services import publish

from .promised import PROMISES

ROOT = Path(__file__).parents[2]
TODAY = dt.date(2026, 11, 28)
BOB = Actor(id="staff:bob", kind="staff", proven_by="session")
REFERENCE = sorted((ROOT.parent / "shared" / "reference").glob("*.txt"))
OURS = {
    "cloopen": ROOT / "policies" / "cloopen" / "2018-10-01.md",
    "clinic": ROOT / "policies" / "clinic" / "2026-04-01.md",
    "webshop": ROOT / "policies" / "webshop" / "2025-10-01.md",
}
# What a text leaves out cannot be drafted from it; everything else must be.
LEFT_OUT = {
    "reference": {"P"},  # it speaks of お客さま情報, and does not say that organisations are among the customers
    "ours": set[str](),
    "prose": {"0"},  # address and representative stand in the front matter, which is taken off
}


def drafted(path: Path, prose_only: bool) -> drafting.Drafted:
    body = path.read_text(encoding="utf-8")
    if prose_only:
        body = re.sub(r"(?s)\A---\n.*?\n---\n", "", re.sub(r"(?ms)^```yaml rule\n.*?^```\n", "", body))
    document = read(None, body.encode(), path.name)
    return drafting.draft(document, language="ja", today=TODAY)


def texts() -> list[object]:
    beside = [pytest.param(path, False, "reference", id="reference") for path in REFERENCE[:1]]
    return [
        *beside,
        pytest.param(OURS["cloopen"], False, "ours", id="ours"),
        pytest.param(OURS["cloopen"], True, "prose", id="prose"),
    ]


@pytest.mark.parametrize(("path", "prose_only", "which"), texts())
def test_each_promise_gets_a_correct_draft(path: Path, prose_only: bool, which: str) -> None:
    policy = drafted(path, prose_only).policy

    wrong = {promise for promise, judge in PROMISES.items() if not judge(policy)}

    assert wrong <= LEFT_OUT[which]
    assert len(PROMISES) - len(wrong) >= 50


@pytest.mark.parametrize("prose_only", [False, True], ids=["file", "prose"])
@pytest.mark.parametrize("name", OURS)
def test_a_draft_of_any_trade_loads_with_the_strict_loader(name: str, prose_only: bool, tmp_path: Path) -> None:
    made = drafted(OURS[name], prose_only)
    for file, text in made.files.items():
        (tmp_path / file).write_text(text, encoding="utf-8")

    loaded = load(tmp_path / next(iter(made.files)))

    assert loaded.rules == made.policy.rules
    assert loaded.rules.purposes
    assert loaded.rules.provisions
    assert loaded.rules.fields


def test_another_trade_gets_its_own_items_purposes_and_grounds() -> None:
    clinic, shop = (drafted(OURS[name], True).policy.rules for name in ("clinic", "webshop"))

    assert {"medical-history", "allergy", "insured-number"} <= set(clinic.fields)
    assert {"treat", "appointments", "insurance-claims", "research", "partner-treat"} <= set(clinic.purposes)
    assert clinic.purposes["research"].family == "consent"
    assert clinic.provisions["laboratory"].character == "entrustment"
    assert clinic.training["handling"].valid_for == "1y"
    assert {"orders", "points", "favourites"} <= set(shop.fields)
    assert "sex" not in shop.fields, "a sentence that says it is not asked for"
    assert shop.provisions["delivery"].fields == ("name", "postal-code", "address", "phone")
    assert shop.provisions["delivery"].exactly
    assert shop.access_log["web-site"].keep == "90d"
    assert shop.purposes["recommend"].profiling
    assert shop.provisions["abroad"].unclear


def test_every_line_of_a_draft_names_the_sentence_it_came_from_or_says_there_is_none() -> None:
    shown = next(iter(drafted(OURS["cloopen"], True).files.values()))
    lines = [line for block in re.findall(r"(?s)```yaml rule\n(.*?)```", shown) for line in block.splitlines()]

    rules = [n for n, line in enumerate(lines) if re.match("  [a-z]", line)]
    keys = [line for line in lines if re.match("    (?!unclear)[a-z]", line)]

    assert len(rules) > 90
    assert all(lines[n - 1].startswith("  # ") for n in rules)
    assert all(re.search("  # (?:[0-9A-Z-]+:[0-9]+|文にない)$", line) for line in keys)


def test_a_comment_quotes_the_line_that_it_names() -> None:
    path = OURS["webshop"]
    source = path.read_text(encoding="utf-8").split("\n")
    shown = next(iter(drafted(path, False).files.values()))

    quoted = re.findall(r"(?m)^  # ([0-9-]+)、([0-9]+)行: (?!同じ文)(.+)$", shown)

    assert len(quoted) > 20
    assert all(words[:12] in source[int(line) - 1] for _clause, line, words in quoted)


def test_what_leans_on_something_unclear_is_answered_unclear() -> None:
    policy = drafted(OURS["cloopen"], True).policy
    rules = policy.rules
    fields, purposes, duties = (
        {name: bit for bit, name in enumerate(table)} for table in (rules.fields, rules.purposes, rules.duties)
    )
    bits = Bits(fields=fields, purposes=purposes, duties=duties)
    gate = compile_policy(policy, bits, law(TODAY))
    actor = ActorFacts(
        kind="staff", inside=True, active=True, duties=1 << bits.duties["clerk"], trained_until=TODAY.toordinal() + 9
    )
    person = PersonFacts(bases=((ALL, (1 << len(rules.purposes)) - 1),), consents=0)

    answers = [
        gate.decide(
            Ask(actor=BOB, act="read", purpose=name, fields=gate.fields_mask(["name"])),
            Facts(today=TODAY.toordinal(), actor=actor, person=person),
        )
        for name in rules.purposes
    ]  # fmt: skip

    assert answers
    assert all(isinstance(answer, Unclear) for answer in answers)


def test_a_missing_negation_is_asked_about_and_never_drafted_as_a_promise_to_identify() -> None:
    text = (
        "# 方針\n\n## 1 匿名加工情報\n\n当社は、匿名加工情報を作成し利用します。\n\n"
        "## 2 匿名加工情報の扱い\n\n匿名加工情報を元の個人を識別するための行為を行うこと。\n"
    )
    sound = text.replace("行うこと", "行わないこと")

    wrong, right = (_draft(each).policy.rules.anonymised["no-reidentification"] for each in (text, sound))

    assert wrong.no_reidentification
    assert wrong.unclear
    assert right.no_reidentification
    assert not right.unclear


@pytest.mark.parametrize(
    ("item", "character", "law", "asks"),
    [
        ("ご本人の同意がある場合", "third-party", "27(1)", False),
        ("法令に基づく場合", "by-law", "27(1)(i)", True),
        ("人の命に関わり同意を得ることが困難なとき", "by-law", "27(1)(ii)", True),
        ("商品の配送を運送会社に委託する場合", "entrustment", "27(5)(i)", True),
        ("合併により事業が承継される場合", "succession", "27(5)(ii)", False),
        ("グループ会社と共同利用する場合", "joint-use", "27(5)(iii)", True),
        ("外国にある第三者に提供する場合", "third-party", "27(1)", True),
        ("当社が相当と認めた場合", "unclassified", None, True),
        ("公共の利益のために当社が必要と判断したとき", "by-law", "27(1)(ii)", True),
    ],
)
def test_a_case_of_giving_is_drafted_by_what_the_law_makes_of_it(
    item: str, character: str, law: str | None, asks: bool
) -> None:
    text = f"# 方針\n\n## 1 第三者への提供\n\n次の場合を除き提供しません。\n\n* {item}\n* 裁判所の令状があるとき\n"

    provisions = [p for p in _draft(text).policy.rules.provisions.values() if "authority" not in p.to]

    assert [p.character for p in provisions] == [character]
    assert law is None or law in provisions[0].law
    assert bool(provisions[0].unclear) == asks


def test_an_operator_the_text_does_not_name_is_asked_for_and_such_a_policy_is_not_published(
    instance: Path, tmp_path: Path
) -> None:
    made = _draft("# 方針\n\n## 1 利用目的\n\nサービスの提供のために利用します。\n")
    for file, text in made.files.items():
        (tmp_path / file).write_text(text, encoding="utf-8")

    with pytest.raises(PolicyError) as refused:
        publish(tmp_path / next(iter(made.files)), actor=BOB)

    assert "unclear" in refused.value.found
    assert made.policy.operator.unclear


USE = "サービスの提供のために利用します。\n"
HOSTILE = {
    "markup": f"# 方針\n\n## 1 <script>x</script>\n\n<b>太字</b>、`code`、```yaml rule\n\n===\n\n## 2 目的\n\n{USE}",
    "yaml": f"# 方針\n\n## 1 目的\n\n\"引用\": {{壊れた: [YAML]}} # の、'ため'に利用。{USE}\n## 附則\n\n2020年1月1日\n",
    "deep": "# 方針\n\n" + "".join(f"{'#' * min(6, n + 2)} {n + 1} 見出し\n\n{USE}\n" for n in range(9)),
    "repeated": f"1 目的\n{USE}1 目的\n{USE}1 目的\n同じ番号です。\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_prose_still_makes_a_draft_that_loads(text: str) -> None:
    made = _draft(text)

    assert made.policy.clauses
    assert load_files({name: body.encode() for name, body in made.files.items()}).rules == made.policy.rules


def test_an_addendum_is_left_out_and_that_is_said() -> None:
    made = _draft("# 方針\n\n## 1 目的\n\nサービスの提供のため利用します。\n\n## 2 附則\n\n2020年1月1日 制定\n")

    assert "附則" in made.left_out[0].ja


def test_a_text_without_clauses_is_told_so() -> None:
    with pytest.raises(InputError):
        _draft("。\n")


def _draft(text: str) -> drafting.Drafted:
    return drafting.draft(read(None, text.encode(), "text.md"), language="ja", today=TODAY)


OTHERS = """\
当社は、個人情報を適正に取り扱います。
(1) 利用目的
当社は、保険会社から委託を受けて利用します。引受会社の利用目的は各社のページにあります。
■ 見本損害保険株式会社 https://one.example/
■ 見本生命保険株式会社 https://two.example/
(2) 事故の照会
証券に記載の保険会社の事故相談窓口にお問い合わせください。
(3) お問い合わせ先
株式会社見本代理店
電話 00-0000-0000
"""
NOTICE = """\
保有個人データ及び第三者提供記録に関する事項の周知について
当社は、次の事項を周知します。
1. 当社の名称及び住所
住所: 〒000-0000 東京都見本区架空町1-2-3
2. 保有個人データの利用目的
・商品の発送のため
・登録された方への仕事の紹介のため
3. 保有個人データの安全管理のために講じた措置
・入退室の管理
"""


def drafted_text(text: str) -> drafting.Drafted:
    return drafting.draft(read(None, text.encode(), "text.txt"), language="ja", today=TODAY)


def test_the_operator_is_who_speaks_and_not_a_company_whose_page_is_named() -> None:
    operator = drafted_text(OTHERS).policy.operator

    assert operator.name["ja"] == "株式会社見本代理店"
    assert "保険会社" not in operator.desk["ja"]


def test_complications_are_no_merger_and_grant_nothing_by_themselves() -> None:
    text = (
        "第三者への提供\n1. 当院は、次の場合を除き、同意を得ずに個人情報を提供しません。\n"
        "(1) 法令に基づく場合\n(2) 合併症の治療のため、ほかの病院と連携する必要がある場合\n2. 目的\n診療のため\n"
    )

    provisions = drafted_text(text).policy.rules.provisions

    assert "succession" not in {each.character for each in provisions.values()}
    assert all(each.unclear or "consent" in each.needs for each in provisions.values())


def test_matters_to_be_made_known_are_no_grounds_of_provision_and_no_items_held() -> None:
    rules = drafted_text(NOTICE).policy.rules

    assert not rules.provisions
    assert "address" not in rules.fields
    assert "ship-orders" in rules.purposes


def test_purposes_under_any_form_of_their_heading_are_drafted_and_their_change_is_none() -> None:
    text = (
        "第1条（個人情報を収集・利用する目的）\n次のとおりです。\n1. 商品の発送のため\n2. お問い合わせへの回答のため\n"
        "第2条（利用目的の変更）\n1. 当社は、関連性のある範囲で目的を変更します。\n2. 変更した目的は、公表します。\n"
    )

    assert set(drafted_text(text).policy.rules.purposes) == {"ship-orders", "answer-questions"}


def test_what_a_text_points_to_denies_or_has_hidden_is_drafted_as_no_fact() -> None:
    made = drafted_text(
        "# 方針\n\n## 1 事業者\n\n見本堂株式会社\n\n所在地・代表者：末尾に記載のとおり\n\n"
        "## 2 利用目的\n\n商品の発送のために利用します。\n\n"
        "## 3 ＜委託＞\n\n＜委託＞\n\n個人情報の取扱いを委託することはありません。\n\n## 4 請求\n\n"
        "当社が所属する団体の窓口でも受け付けます。個人番号は、見えないように隠した写真付きの書類をお送りください。\n\n"
        "受付時間は平日です。\n\n## 5 変更\n\n同意が要る変更は、同意を得るものとします。\n\n2024年7月1日\n"
    )
    rules = made.policy.rules

    front = next(text for name, text in made.files.items() if not name.endswith(".en.md"))
    asked = next(line for line in front.splitlines() if line.startswith("  unclear:"))
    assert "代表者" in asked
    assert "施行日" not in asked
    assert "effective: 2024-07-01" in front
    assert not {"employer", "my-number", "picture"} & set(rules.fields)
    assert not any("委託" in each.label["ja"] for each in rules.provisions.values())
    assert "office" not in rules.staff
    assert "acceptance" not in rules.changes


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ("商品の発送のため", "ship-orders"),
        ("注文の内容や配送の状況に関する連絡のため", "service-contact"),
        ("会報の発送のため", "purpose-1"),
        ("料金の請求のため", "bill-and-pay"),
        ("資料請求への対応のため", "purpose-1"),
        ("症例の研究のため", "research"),
        ("研究会の招待状を作るため", "purpose-1"),
        ("広告をお届けするため", "send-offers"),
        ("広告の効果を測るため", "purpose-1"),
        ("サービスの提供のため", "deliver-service"),
        ("提供に関わる機関との情報の共有のため", "purpose-1"),
    ],
)
def test_a_purpose_is_of_its_kind_by_what_it_says_and_not_by_a_word_within_it(item: str, kind: str) -> None:
    text = f"# 方針\n\n## 1 利用目的\n\n次の目的で利用します。\n\n- {item}\n- ご予約の受付\n"

    assert set(_draft(text).policy.rules.purposes) == {kind, "appointments"}


def test_one_purpose_that_rests_on_consent_makes_no_others_rest_on_it() -> None:
    text = "# 方針\n\n## 1 利用目的\n\n次の目的で利用します。\n\n- 商品の発送\n- 同意をいただいた方へのお便り\n"

    purposes = _draft(text).policy.rules.purposes

    assert {name: each.family for name, each in purposes.items()} == {
        "ship-orders": "customer",
        "send-offers": "consent",
    }


@pytest.mark.parametrize(
    ("item", "grounds"),
    [
        ("国の機関が法令の定める事務を行うことに協力するとき", {"authority"}),
        ("警察から法令に基づく照会があったとき", {"authority", "by-law"}),
        ("検査をする委託先（行政機関や病院を含みます）に渡すとき", {"laboratory"}),
        ("本人の同意を得ることなく、業務の委託先に渡すとき", {"entrusted-work"}),
    ],
)
def test_a_ground_is_what_a_case_rests_on_and_not_what_it_names_beside(item: str, grounds: set[str]) -> None:
    text = f"# 方針\n\n## 1 第三者への提供\n\n次の場合を除き提供しません。\n\n- {item}\n- 合併によるとき\n"

    provisions = _draft(text).policy.rules.provisions

    assert set(provisions) == grounds | {"succession"}
    assert "entrusted-work" not in provisions or provisions["entrusted-work"].needs == ("contract", "supervision")


def test_joint_use_is_drafted_once_with_the_items_and_not_what_it_is_for() -> None:
    text = (
        "# 方針\n\n## 1 利用目的\n\n商品の発送のため\n\n## 2 共同利用\n\n次のとおり共同で利用します。\n\n"
        "### 2-1 目的\n\n- 案内の発送\n\n"
        "### 2-2 項目\n\n- 氏名、住所、電話番号\n\n### 2-3 責任\n\n共同利用のお尋ねは、電話で受け付けます。\n"
    )

    (joint,) = _draft(text).policy.rules.provisions.values()

    assert (joint.character, joint.fields) == ("joint-use", ("name", "address", "phone"))


@pytest.mark.parametrize(
    ("said", "fee", "asks"),
    [
        ("開示の手数料は、1件につき500円です。", 500, False),
        ("手数料は無料です。", 0, False),
        ("開示の手数料は500円、遠方は700円です。", None, True),
        ("訂正には500円をいただきます。", None, True),
    ],
)
def test_a_fee_is_drafted_where_the_text_names_one_for_what_may_cost_one(
    said: str, fee: int | None, asks: bool
) -> None:
    text = f"# 方針\n\n## 1 利用目的\n\n商品の発送のため\n\n## 2 開示等の請求\n\n開示、訂正の請求に応じます。{said}\n"

    procedure = _draft(text).policy.rules.requests["procedure"]

    assert procedure.fee_yen == fee
    assert ("手数料の額" in str(procedure.unclear)) is asks


def test_a_count_of_copies_or_a_rank_within_a_word_is_no_fact_about_a_person() -> None:
    rules = _draft(
        "# 方針\n\n## 1 利用目的\n\n資格の確認のため利用します。\n\n## 2 監督\n\n全ての役職員を教育します。\n\n"
        "## 3 開示等の請求\n\n本人であることを確認するため、運転免許証の写し1点をお送りください。\n\n"
        "## 4 遵守\n\n日本の法令を遵守します。番号は保有しません。マイナンバーは付与されません。\n"
    ).policy.rules

    assert not {"position", "qualification", "my-number"} & set(rules.fields)
    assert rules.requests["identity"].items_to_match is None
    assert rules.governing["law-of-japan"].unclear


def test_who_speaks_is_named_though_no_company_and_a_bracket_cuts_no_sentence() -> None:
    page = (
        "<h1>プライバシーポリシー</h1><h2>1 取得</h2>"
        "<p>見本果樹園（以下「当園」といいます。）は、電話番号を取得します。</p>"
        "<h2>2 利用目的</h2><ul><li>注文された果物や、季節の品の発送および配送の管理ならびに荷物の追跡</li></ul>"
        "<p>なお、目的は掲示します。</p><p><a href='/'>トップへ戻る</a></p>"
    )

    made = drafting.draft(read(None, page.encode(), "x.html"), language="ja", today=TODAY)
    prose = next(text for name, text in made.files.items() if not name.endswith(".en.md"))

    assert made.policy.operator.name["ja"] == "見本果樹園"
    assert "phone" in made.policy.rules.fields
    assert "  なお、目的は掲示します。" in prose.splitlines()
    assert "戻る" not in prose


def test_what_is_used_for_is_read_below_the_sentence_that_says_so_among_other_lists() -> None:
    rules = _draft(
        "# 方針\n\n## 1 個人情報の取り扱い\n\n次の情報を取得します。\n\n- 氏名\n- 電話番号\n\n"
        "通話の録音は3年間保存します。\n\n"
        "集めた情報は、以下の目的で利用します。\n\n- 商品の発送\n- ご予約の受付\n"
    ).policy.rules

    assert set(rules.purposes) == {"ship-orders", "appointments"}
    assert all(each.keep is None for each in rules.purposes.values())


DOTTED = """\
● 取得目的
商品の発送のため
● 第三者への開示
次の場合を除き開示しません。
・商品を届ける運送会社に対して（氏名、住所）
・合併によるとき
● 第三者が運営するサイト
リンクの先の取扱いは、それぞれの方針によります。
● 窓口
事業者：見本の郷
電話 03-1234-5678
E-mail: XXXX@XXXX.example
担当 〇〇（部署名）
"""


def test_dots_before_headings_part_a_text_and_a_purpose_of_acquiring_is_one() -> None:
    made = drafted_text(DOTTED)
    rules = made.policy.rules

    assert set(rules.purposes) == {"ship-orders"}
    assert {name: each.fields for name, each in rules.provisions.items()} == {
        "delivery": ("name", "address"),
        "succession": (),
    }
    assert "employer" not in rules.fields
    assert made.policy.operator.name["ja"] == "見本の郷"
    assert "住所" in str(made.policy.operator.unclear)
    assert "電子メール" in str(made.policy.operator.unclear)


def test_what_is_explained_about_another_country_is_no_further_ground_and_no_item() -> None:
    rules = _draft(
        "# 方針\n\n## 1 利用目的\n\n商品の発送のため\n\n## 2 外国にある第三者への提供\n\n"
        "個人データを、外国にある事業者に提供します。\n\n"
        "- その国の制度は、法律によって定められています。\n- 提供先は、通信の暗号化をしています。\n"
    ).policy.rules

    assert set(rules.provisions) == {"abroad"}
    assert "communications" not in rules.fields
