"""What is held, by whom it is handled and how it is kept safe (clauses 1 to 3)."""

from __future__ import annotations

import re

from seiyaku.core.language import Text

from .catalogue import BY_NAME, named
from .reading import EXCEPTED, Reading, label, negated, period
from .sections import Said

EXAMPLE = Text(
    "定義の例として挙がっているだけです。実際に持つかを決めてください",
    "named as an example in a definition: is it held?",
)
SPECIAL = Text(
    "要配慮個人情報です。取得の根拠を決めてください（法20条2項）",
    "special-care: decide on which ground it is acquired (art. 20(2))",
)
NO_END = Text(
    "過去の値をいつまで、どの目的のために残すかが書かれていません（法22条）",
    "until when, and for which purposes, past values are kept is not said (art. 22)",
)
HOW_OFTEN = Text("どれだけの間隔で行うかが書かれていません", "how often is not said")
WHO_DOES = Text("誰がこの役目を担うかが書かれていません", "who holds this duty is not said")
WHICH_COLLATE = Text("どの項目がそれに当たるかを決めてください", "decide which items these are")
NO_TERMS = Text(
    "選定と監督の定めがありません。秘密保持契約だけでは足りません（法25条）",
    "selection and supervision are not mentioned: a confidentiality contract alone is not enough (art. 25)",
)

_VALUE = re.compile(  # an address, a number, a person of the operator's own
    r"〒|[A-Za-z0-9]@[A-Za-z0-9]|[0-9０-９]{2,4}[-－−ー‐][0-9０-９]{2,4}|"
    r"^[・*\s]*(住所|所在地|電話(番号)?|([Ee]-?)?メール(アドレス)?|連絡先|役職名?|代表者(名|の氏名)?|商号|名称)\s*[:：]|"
    r"^(住所|所在地)[\s　]*\S{2,3}[都道府県]|[〇○◯]{2}|"
    r"(当社|弊社|当院|運営者|事業者|代表者)の(氏名|名称|住所)"
)
_DEFINES = re.compile("とは|をいい|をいう|定義|識別できる情報|分かる情報を個人情報")
_COVERED = re.compile(  # a number that is to be hidden, or that is not taken, is none that is held
    "(?:取得|収集|受け取|付与)[^。]{0,6}(?:ない|ません)|記載されて?い?ない|記載のない|見えない|黒塗|隠|塗りつぶ|マスキング"
)
STAFF: tuple[tuple[str, Text, str, bool], ...] = (
    ("officer", Text("役員", "Officer"), "役員|取締役(?!社長|会長)|経営者", True),
    ("employee", Text("従業員", "Employee"), "従業員|(?<![A-Za-zＡ-Ｚ])社員(?!以外)|職員|店の者|正社員", True),
    ("physician", Text("医師", "Physician"), "医師", True),
    ("nursing", Text("看護職", "Nursing staff"), "看護師|看護職", True),
    ("office", Text("事務職", "Office staff"), "受付(?!時間|窓口|け|番号|方法)|医療事務|事務職", True),
    ("fixed-term", Text("契約社員", "Fixed-term employee"), "契約社員|嘱託", True),
    ("part-time", Text("パートタイマー・アルバイト", "Part-timer"), "パート(?!ナー)|アルバイト", True),
    ("dispatched", Text("派遣社員", "Dispatched worker"), "派遣", True),
    (
        "entrusted",
        Text("委託先の要員", "Personnel of an entrusted company"),
        "委託先の(従業員|要員|者)|外から入る者|外部の(?!者による|監査)",
        False,
    ),
)
DUTIES: tuple[tuple[str, Text, list[str], list[str], bool], ...] = (
    ("clerk", Text("業務担当", "Clerk"),
     ["collect", "find", "read", "write", "correct", "contact", "provide", "export", "profile", "consent", "refuse", "withdraw"],
     ["law:ask-consent", "law:accuracy"], False),
    ("desk", Text("個人情報の窓口", "Personal information desk"),
     ["find", "read", "correct", "contact", "disclose", "consent", "refuse", "withdraw", "stop", "resume", "erase", "export"],
     ["law:disclose", "law:provision-records", "law:notify-purpose", "law:correct", "law:stop", "law:erase", "law:complaint"], False),
    ("manager", Text("個人情報の管理責任者", "Manager of personal information"),
     ["find", "read", "withhold", "stop", "resume", "expire", "erase", "contact", "provide", "export"],
     ["law:breach", "law:withhold", "law:retention", "law:statutory-record", "law:supervise"], True),
    ("key-holder", Text("鍵の保管者", "Key-holder"), [], [], True),
    ("gate-administrator", Text("関門の管理者", "Gate administrator"), [], [], True),
)  # fmt: skip
EVERYONE = [
    "encrypted-at-rest",
    "key-per-person",
    "purpose-bound-access",
    "ledger-verifies",
    "backup-restored",
    "incident-desk",
]
SYSTEMS = [
    "tls-beyond-loopback",
    "second-factor",
    "strict-csp",
    "no-secret-in-clear",
    "dependencies-audited",
    "fails-closed",
]


def draft_fields(reading: Reading) -> None:
    """Draft the catalogue of fields, each at the first sentence that names it."""
    examples: dict[str, Said] = {}
    for said in reading.said():
        topic = reading.topics[said.clause]
        if topic in {"anonymised", "governing", "changes", "links", "safety"} or _only_excluded(said):
            continue
        for name in named(said.words):
            if name == "my-number" and _COVERED.search(said.words):
                continue
            if _DEFINES.search(said.words) and topic in {"held", "handling", "collecting", ""}:
                examples.setdefault(name, said)
            else:
                _field(reading, name, said, example=False)
    for name, said in examples.items():
        _field(reading, name, said, example=True)
    for name, said in _used(reading):
        _field(reading, name, said, example=False)


def _only_excluded(said: Said) -> bool:
    """Say whether a sentence names items only to say that they are not taken, or by the law, or gives the operator's."""
    words = said.words
    if _VALUE.search(words):
        return True
    if re.search("(保有|保持|保存|取得|収集)(は|を)?(しない|いたしません|しません)", words):
        return True
    return "要配慮" in words or (negated(words) and not EXCEPTED.search(words)) or "被保険者証" in words


def _used(reading: Reading) -> list[tuple[str, Said]]:
    return [
        (name, d.said) for d in reading.drafts.of("provisions").values() for name in d.keys.get("fields", ()) if d.said
    ]


def _field(reading: Reading, name: str, said: Said, *, example: bool) -> None:
    field = BY_NAME[name]
    asked = [EXAMPLE] if example else []
    if field.keys.get("class") == "special-care":
        asked.append(SPECIAL)
    reading.drafts.once(
        "fields", name, said, assumed={"sheet", "type", "class", "findable", "unique", "kind"}, unclear=asked,
        label=label(field.label), **field.keys,
    )  # fmt: skip


def draft(reading: Reading) -> None:
    """Draft definitions, staff, duties, training, history, safeguards."""
    _collation(reading)
    _use(reading)
    _history(reading)
    _staff(reading)
    _training(reading)
    _reserved(reading)
    _safeguards(reading)
    _contracts(reading)


def _collation(reading: Reading) -> None:
    said = reading.first("容易に照合|たやすく突き合わせ|他の情報と.{0,12}照合|ほかの情報と(合わせ|突き合わせ)")
    if said is None:
        return
    held = reading.drafts.of("fields")
    quasi = [name for name, draft in held.items() if draft.keys.get("kind") == "quasi-identifier"]
    reading.drafts.add("collation", "easily-collated", said, assumed={"fields"}, unclear=WHICH_COLLATE, fields=quasi)


def _use(reading: Reading) -> None:
    said = reading.first(
        "目的[^。]{0,20}(範囲|内)[^。]{0,12}(利用|使|扱)|要るだけ|要る情報だけ|ために(だけ|のみ)使|に要る範囲"
    )
    reading.drafts.add(
        "use", "every-use", said, clause=said.clause if said else reading.any_clause(),
        assumed={"record_refusals"} if said else {"default", "record_refusals"}, default="deny", record_refusals=True,
    )  # fmt: skip


def _history(reading: Reading) -> None:
    said = reading.first("過去(の)?(情報|値)|以前の(値|情報).{0,12}残|履歴.{0,20}(保有|残)")
    if said is not None:
        reading.drafts.add(
            "history", "past-values", said, assumed={"purposes"}, unclear=NO_END, keep_past=True, purposes=[]
        )


def _staff(reading: Reading) -> None:
    every = [
        said
        for said in reading.said("handling", "staff", "safety", "", "held", "collecting")
        if "窓口" not in said.words
    ]
    # The sentence that names most kinds is the one about them.
    every.sort(key=lambda said: -sum(re.search(words, said.words) is not None for _, _, words, _ in STAFF))
    for name, said_as, words, inside in STAFF:
        said = next((each for each in every if re.search(words, each.words)), None)
        if said is not None:
            reading.drafts.add("staff", name, said, assumed={"inside"}, label=label(said_as), inside=inside)
    if not reading.drafts.has("staff"):
        reading.drafts.add(
            "staff", "employee", None, clause=reading.any_clause(), assumed={"label", "inside"},
            label=label(Text("従業者", "Staff")), inside=True,
        )  # fmt: skip
    for name, said_as, may, law, reserved in DUTIES:
        manager = reading.front.sources.get("manager") if name == "manager" else None
        keys = {"reserved": True} if reserved else {}
        reading.drafts.add(
            "duties", name, None, clause=reading.any_clause(), assumed={"label", "may", "law", "reserved"},
            unclear=None if manager else WHO_DOES, label=label(said_as), may=may, law=law, **keys,
        )  # fmt: skip


def _training(reading: Reading) -> None:
    said = reading.first("教育|研修|訓練|学びます")
    if said is None or negated(said.words):
        return
    yearly = re.search("毎年|年(に)?[一1１]回|年次", said.words)
    length = "1y" if yearly else period(said.words)
    reading.drafts.add(
        "training", "handling", said, assumed=() if length else {"valid_for"}, unclear=None if length else HOW_OFTEN,
        label=label(Text("個人情報の取り扱いの教育", "Training in handling personal information")), valid_for=length or "1y",
        required_of=list(reading.drafts.of("staff")),
    )  # fmt: skip


def _reserved(reading: Reading) -> None:
    said = reading.first("全体(の|と)?.{0,8}(管理|取り仕切)[^。]{0,24}(外部|委託|人に|当社の者だけ|任せ)")
    reading.drafts.add(
        "reserved", "overall-management", said, clause=said.clause if said else reading.any_clause(),
        assumed={"duties"}, duties=["manager", "key-holder", "gate-administrator"],
    )  # fmt: skip


def _safeguards(reading: Reading) -> None:
    everyone = reading.first("漏洩|漏えい|改竄|改ざん|紛失|毀損|滅失|書き換えられ|守秘")
    if everyone is not None:
        reading.drafts.add("safeguards", "everyone", everyone, assumed={"checks"}, checks=EVERYONE)
    systems = reading.first("セキュリティ|不正(な)?(侵入|アクセス)|暗号|SSL|TLS|侵入を")
    if systems is not None:
        reading.drafts.add("safeguards", "systems", systems, assumed={"checks"}, checks=SYSTEMS)


def _contracts(reading: Reading) -> None:
    """A clause on contracts with partners in general: which partners they are stands with the provisions."""
    said = reading.first("(パートナー|取引先|委託先|事業者)[^。]{0,40}(秘密保持|守秘|機密保持)")
    if said is None:
        return
    supervised = reading.first(
        "(選定|監督|監査)[^。]{0,20}(委託先|パートナー|事業者)|(委託先|パートナー|事業者)[^。]{0,20}(選定|監督|監査)"
    )
    reading.drafts.once(
        "partners", "partner", said, assumed={"supervise_every"}, unclear=None if supervised else NO_TERMS,
        label=label(Text("パートナー事業者", "Partner")), terms=["confidentiality"], supervise_every="1y",
    )  # fmt: skip
