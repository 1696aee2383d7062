"""
Whom information goes to, and on what ground (clause 8): one draft for each case the text names.

The law is narrower than most policies: a case the Act does not know, or knows only under a test the text leaves out, is
drafted with that test and marked unclear. What cannot be told at all is `unclassified`, which the gate answers Unclear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from seiyaku.core.language import Text

from . import partners
from .catalogue import named
from .reading import EXCEPTED, Reading, label, negated
from .sections import Said, Section

AGENT_OR_OWN = Text(
    "相手が当社のためだけに扱う（委託）のか、自らのために扱う（第三者）のかが書かれていません",
    "does the recipient act only for us (entrustment) or on its own account (third party)? The text does not say",
)
WIDER = Text(
    "法27条1項の例外より広い書き方です。どの号に当たる場合かを決めてください",
    "wider than the exceptions of art. 27(1): decide which of them it means",
)
WHICH_ITEMS = Text("渡す項目が書かれていません", "which items go is not said")
NO_COUNTRY = Text(
    "国名、その国の制度、受領者の措置を確かめてください（法28条）",
    "check the country, its system and the recipient's measures (art. 28)",
)
JOINT = Text(
    "共同利用の5事項（項目、範囲、目的、責任者の名称・住所・代表者）を確かめてください（法27条5項3号）",
    "check the five matters of joint use (art. 27(5)(iii))",
)
REQUESTED = Text(
    "「協力依頼」だけでは足りません。法令に基づくか、同意を求めると公の事務に支障があるかを確かめてください（法27条1項1号・4号）",
    "a request alone is no ground: is it based on a statute, or would asking consent hinder the task (art. 27(1)(i), (iv))?",
)
JUDGED = Text(
    "「弊社が判断」では足りません。必要であること、同意を得るのが困難であることが要ります（法27条1項2号・3号）",
    "our own judgment is not enough: it must be necessary, and consent hard to get (art. 27(1)(ii), (iii))",
)
OTHERS_ANALYSIS = Text(
    "第三者のための分析は、提供なら同意か委託が要ります。当社の分析は4の目的か同意の内に限ります（法18条、27条）",
    "for a third party consent or true entrustment is needed; our own analysis must be one of our purposes (arts. 18, 27)",
)
UNKNOWN = Text("どの根拠によるのか読み取れません", "on which ground this rests could not be read")

_GIVES = re.compile("渡|提供|開示|送付|委託|預け|委ね|頼む|知らせる|譲")
_ONLY = re.compile("のみ|だけ(を|に|渡)|限(り|って)|それ以外(は|の).{0,8}(渡|提供|開示)")
_OPEN = re.compile("等|など|その他|ほか")
_ONCE = {"joint-use": re.compile("共同(?:して|で)?の?利用"), "abroad": re.compile("外国|海外")}
_ASIDE = re.compile("[(（][^()（）]*[)）]")
_QUOTED = re.compile("[『「](.+?)[』」]")


@dataclass(frozen=True, slots=True)
class Case:
    """A case of giving: the words that tell it, the kind of partner it goes to, and what the draft says."""

    name: str
    said: Text
    words: str
    to: str
    keys: dict[str, Any]
    unclear: tuple[Text, ...] = ()
    several: bool = False  # may stand in one sentence with others of its kind


AGENT = {"character": "entrustment", "law": ["27(5)(i)"], "needs": ["contract", "supervision"]}
CONSENT = {"character": "third-party", "law": ["27(1)"], "needs": ["consent"], "record": True}


def _by_law(law: str, *needs: str) -> dict[str, Any]:
    return {"character": "by-law", "law": law.split(), "needs": list(needs)}


CASES: tuple[Case, ...] = (
    Case("protect-others", Text("生命・身体・財産の保護", "Protecting life, body or property"), "生命|身体|財産|命(を|など|に)", "any",
         _by_law("27(1)(ii)", "consent-is-hard", "approver", "reason"), several=True),
    Case("protect-minors", Text("児童の健全な育成", "Sound upbringing of children"), "未成年|児童の健全|健全な?育成|健やか", "any",
         _by_law("27(1)(iii)", "consent-is-hard", "approver", "reason"), several=True),
    Case("public-health", Text("公衆衛生", "Public health"), "公衆衛生", "any",
         _by_law("27(1)(iii)", "consent-is-hard", "approver", "reason"), several=True),
    Case("authority", Text("行政・司法機関への回答", "Answering an authority"),
         "行政(機関|庁)|司法機関|捜査|警察|検察|裁判所|官公庁|公的機関|国の機関|地方公共団体|税務署", "authority",
         _by_law("27(1)(i) 27(1)(iv)", "statute", "document", "approver"), several=True),
    Case("public-welfare", Text("公共の福祉・安全", "Public welfare and safety"), "公共の(福祉|安全|利益)|社会の安全", "any",
         _by_law("27(1)(ii) 27(1)(iii) 27(1)(iv)", "approver", "document", "reason"), (WIDER,)),
    Case("payment-inquiry", Text("決済機関の照会", "A payment institution's inquiry"), "(決済|金融|信用)(機関|情報).{0,30}照会",
         "payment-institution", {**CONSENT, "needs": ["contract", "consent", "document"]}, (WIDER,)),
    Case("settlement-agent", Text("回収・決済の代行", "Collection and settlement"), "決済|回収|収納|お代|代金",
         "collection-agent", AGENT, (AGENT_OR_OWN,)),
    Case("own-rights", Text("権利の行使", "Exercising our rights"), "権利の?行使|権利を行|権利.{0,8}(保護|防御)|弁護士", "law-office",
         _by_law("27(1)(i) 27(1)(ii)", "document", "approver"), (WIDER,)),
    Case("own-profiling", Text("当社による分析", "Profiling by ourselves"), "プロファイリング|分析", "any",
         {"character": "own-use", "law": ["18(1)"], "needs": ["purpose-covers"], "acts": ["profile"]}, (OTHERS_ANALYSIS,)),
    Case("succession", Text("分社・事業の承継", "Succession of a business"),
         "分社|合併(?!症)|会社分割|(事業|営業)(権|の|を).{0,12}(譲|承継|一部)|事業譲渡|承継|会社を分け", "successor",
         {"character": "succession", "law": ["27(5)(ii)"], "needs": ["contract"]}),
    Case("joint-use", Text("共同利用", "Joint use"), "共同利用|共同して利用", "joint-user",
         {"character": "joint-use", "law": ["27(5)(iii)"]}, (JOINT,)),
    Case("abroad", Text("外国にある第三者への提供", "To a third party abroad"), "外国|海外", "partner-abroad",
         {**CONSENT, "law": ["28(1)", "27(1)"], "needs": ["contract", "consent"]}, (NO_COUNTRY,)),
    Case("delivery", Text("配送", "Delivery"), "配送|宅配|運送|配達", "delivery-carrier", AGENT),
    Case("mail-out", Text("郵便物の発送", "Sending mail"), "郵便物|発送|郵送|印刷", "mailing-house", AGENT),
    Case("laboratory", Text("検査の委託", "Laboratory tests"), "検査", "laboratory", AGENT),
    Case("entrusted-work", Text("業務の委託", "Entrusted work"), "委託|請け負|任せ(る|て)|外注", "contractor", AGENT),
    Case("option-service", Text("オプションサービスの事業者", "The operator of an optional service"), "オプション|提携(?:先|会社|企業|事業者|する|サービス)",
         "option-provider", {"character": "unclassified", "needs": ["contract"]}, (AGENT_OR_OWN,)),
    Case("agreed-plan", Text("事前に承諾された提供", "A plan the person agreed to beforehand"),
         "(企図|計画).{0,30}(承諾|同意)|特定の(目的|計画).{0,60}(承諾|同意)", "any", {**CONSENT, "needs": ["consent", "document"]}),
    Case("by-law", Text("法令に基づく提供", "Based on law"), "法令(?!に?の?定める(事務|業務))|法律", "any",
         _by_law("27(1)(i) 27(1)(ii) 27(1)(iii) 27(1)(iv)", "document", "approver"), several=True),
    Case("referral", Text("ほかの医療機関などへの紹介", "Referral to another clinic"), "医療機関|薬局|病院|医院|紹介状", "hospital", CONSENT),
    Case("with-consent", Text("本人の同意による提供", "With the person's consent"), "同意|承諾", "any", CONSENT),
)  # fmt: skip
_WORDS = tuple((case, re.compile(case.words)) for case in CASES)
OTHER = Case(
    "other", Text("その他の提供", "Another provision"), "", "other-recipient", {"character": "unclassified"}, (UNKNOWN,)
)


def draft(reading: Reading) -> None:
    """Draft the grounds of provision, and the kinds of partner they go to."""
    for section in reading.sections("providing"):
        if any(_once(reading, section, words, name) for name, words in _ONCE.items()):
            continue
        for said in units(section):
            before = {draft.name for draft in reading.drafts if draft.section == "provisions"}
            for case in cases(said, section):
                _provision(reading, section, said, case)
            _exactly(reading, section, before)
    for said in reading.said():
        elsewhere = reading.topics[said.clause] != "providing" and not reading.drafts.has("provisions", "joint-use")
        if elsewhere and re.search("共同利用", said.words) and not negated(said.words):
            _provision(reading, next(s for s in reading.sections() if s.id == said.clause), said, _named("joint-use"))
    partners.draft(reading)


def _around(reading: Reading, section: Section) -> str:
    """Return what a section says, and those above it."""
    return section.words + "".join(each.words for each in reading.above(section))


def _once(reading: Reading, section: Section, words: re.Pattern[str], name: str) -> bool:
    """Draft one case once for all that stands under its heading; say whether the section stands there."""
    if not any(words.search(title) for title in section.titles) or not words.search(_around(reading, section)):
        return False
    for said in units(section):
        made = reading.drafts.of("provisions").get(name)
        if made is None:
            parts = [section, *reading.above(section)]
            told = [
                each for part in parts for each in part.said if words.search(each.words) and not negated(each.words)
            ]
            _provision(reading, section, next(iter(told), said), _named(name))
            made = reading.drafts.of("provisions").get(name)
            if made is None:
                return True
        if fields := [each for each in _fields(said) if each not in made.keys.get("fields", ())]:
            made.keys["fields"] = [*made.keys.get("fields", ()), *fields]
    return True


_AROUND = "＜＞<>【】[]〈〉 　"


def units(section: Section) -> Iterator[Said]:
    """Yield the sentences of a section that name a case: its list, or what gives in a section with nothing below it."""
    if section.listed:
        yield from section.listed
        return
    if section.below:
        return
    bare = section.titles[-1:] != (section.title,)
    for said in section.said:
        if (
            section.title
            and section.title.strip(_AROUND) == said.words.strip(_AROUND)
            and all(negated(each.words) for each in section.said if each is not said)
            and len(section.said) > 1
        ):
            continue  # the heading of a part that denies gives nothing
        gives = (
            (bare and not said.words.endswith("。"))
            or _GIVES.search(said.words)
            or re.search("とき。?$|場合。?$", said.words)
        )
        if gives and (not negated(said.words) or EXCEPTED.search(said.words)):
            yield said


def cases(said: Said, section: Section) -> list[Case]:
    """Return the cases that a sentence names; what its heading names, where the sentence tells none apart."""
    bare = _ASIDE.sub("", said.words)
    found = [case for case, words in _WORDS if case.several and words.search(bare)]
    if found:
        agreed = re.search("同意|承諾", said.words) and not re.search("困難|難しい|支障", said.words)
        return [*found, *([_named("with-consent")] if agreed else [])]
    for words in (bare, said.words, *reversed(section.titles[-1:])):
        first = next((case for case, pattern in _WORDS if pattern.search(words)), None)
        if first is not None:
            return [first]
    return [OTHER]


def _named(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


def _provision(reading: Reading, section: Section, said: Said, case: Case) -> None:
    keys = dict(case.keys)
    asked = list(case.unclear)
    assumed = {"law", "needs", "record", "acts"} & set(keys)
    if case.to == "delivery-carrier" and re.search("海外|外国", said.words):
        return
    if (
        re.search("同意|承諾", said.words)
        and not re.search("困難|難しい|(同意|承諾)(を得(る|ず))?(こと)?(なく|なし|に)", said.words)
        and keys["character"] in {"entrustment", "unclassified"}
    ):
        keys, asked = {**CONSENT, "needs": ["contract", "consent"]}, []
        assumed = {"law", "record"}
    if case.name == "authority" and "協力" in said.words:
        asked.append(REQUESTED)
    if case.name.startswith("protect") and re.search("判断", said.words):
        asked.append(JUDGED)
    if case.name == "succession" and re.search("(二|2|２)(か|ヶ|カ|ヵ|箇)?月", said.words + section.words):
        keys["needs"] = [*keys["needs"], "notice-two-months", "approver", "document"]
    fields = _fields(said)
    if fields:
        keys["fields"] = fields
        if _exact(said):
            keys["exactly"] = True
    elif keys["character"] in {"entrustment", "by-law", "unclassified"}:
        asked.append(WHICH_ITEMS)
    reading.drafts.add(
        "provisions", case.name, said, clause=section.id, assumed=assumed, unclear=asked,
        label=label(case.said), to=[case.to], **keys,
    )  # fmt: skip


def _fields(said: Said) -> list[str]:
    """Return the items a sentence lists; one alone is more often a word of the sentence than a list."""
    quoted = _QUOTED.search(said.words)
    asides = _ASIDE.findall(said.words) if len(named(_ASIDE.sub("", said.words))) <= 1 else []
    listed = [found for aside in asides if len(found := named(aside)) > 1]
    found = named(quoted[1]) if quoted and named(quoted[1]) else listed[0] if listed else named(said.words)
    return found if len(found) > 1 else []


def _exact(said: Said) -> bool:
    """Say whether the sentence closes its list: only these, or a list in brackets with no "and others"."""
    if _ONLY.search(said.words):
        return not re.search("要る(もの|項目)だけ|必要な(もの|項目)(だけ|のみ)", said.words)
    quoted = _QUOTED.search(said.words)
    return bool(quoted and len(named(quoted[1])) > 1 and not _OPEN.search(quoted[1]))


def _exactly(reading: Reading, section: Section, before: set[str]) -> None:
    """Close the lists of a section that says "and nothing else"."""
    if re.search("(それ|これら|ほか)以外|そのほか(は|の).{0,6}渡しません", section.words):
        for draft in reading.drafts.of("provisions").values():
            if draft.name not in before and draft.keys.get("fields"):
                draft.keys["exactly"] = True
