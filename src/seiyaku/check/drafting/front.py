"""Who makes the promise and since when (policy 0): the front matter of a draft, from wherever the text says it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from seiyaku.core.language import Text
from seiyaku.core.lint.lines import is_day

from .sections import Outline, Said

UNKNOWN = Text("（書かれていません）", "(not stated)")
_COMPANY = r"(?:(?:株式|有限|合同|合資|合名)会社|(?:一般|公益)(?:社団|財団)法人|医療法人(?:社団|財団)?|学校法人|社会福祉法人|特定非営利活動法人|国立大学法人)"
_NAME = re.compile(
    rf"{_COMPANY}[ 　]?[^\s、。，,（(「」は（）:：]{{1,30}}(?:[ 　][^\s、。，,（(「」は]{{1,20}})?|[A-Za-z][A-Za-z0-9.&' -]{{0,30}}[ 　]?{_COMPANY}|[ァ-ヶ一-龠々ー]{{1,20}}{_COMPANY}"
)
_DAY = re.compile(
    r"(?:(?P<era>令和|平成|昭和)\s*(?P<eyear>[0-9]{1,2}|元)|(?P<year>[12][0-9]{3}))\s*[年./-]\s*(?P<month>[0-9]{1,2})\s*[月./-]\s*(?P<day>[0-9]{1,2})"
)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
_ADDRESS = re.compile(
    r"(?<![0-9０-９-－‐])〒?\s*[0-9０-９]{3}[-－‐][0-9０-９]{4}(?![0-9０-９-－‐])|(?:東京都|北海道|(?:京都|大阪)府|[一-龠]{2,3}県)[^、。\s]{2,}(?:[0-9０-９一二三四五六七八九十]|丁目|番|号)"
)
_REPRESENTATIVE = re.compile(r"代表取締役|代表社員|理事長|代表理事|代表者|院長|学長|取締役社長")
_ROLE = re.compile(
    r"代表取締役|代表社員|理事長|代表理事|代表者|院長|学長|取締役社長|取締役|社長|会長|CEO|兼|氏名|の|[:：・()（）\s　]"
)
_MANAGER = re.compile(r"個人情報(?:保護|管理)?(?:の)?(?:管理)?(?:責任者|管理者)|Chief Privacy|CPO")
_DESK = re.compile(
    r"(?:[一-龠ァ-ヶー・]|お|い|わせ|さま|の){1,16}窓口|お客(?:様|さま)(?:相談室|センター|係)|[一-龠]{2,8}相談室"
)


@dataclass(slots=True, kw_only=True)
class Front:
    """The operator as the text names it, with the sentence for each part, and what it does not say."""

    id: str = "operator"
    name: str = ""
    address: str = ""
    representative: str = ""
    manager: str = ""
    desk: str = ""
    email: str = ""
    effective: dt.date | None = None
    sources: dict[str, Said] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        """Return the parts the text does not say."""
        parts = ("name", "address", "representative", "manager", "desk", "email")
        return [part for part in parts if not getattr(self, part)] + ([] if self.effective else ["effective"])


def front(outline: Outline, declared: Mapping[str, str]) -> Front:
    """Find the operator and the dates; what a policy file declares of them stands before what its prose says."""
    said = [*outline.head, *outline.foot, *(each for section in outline.walk() for each in section.said)]
    found = Front()
    _find(found, "name", _speaking(outline, said), lambda each: _company(each.words))
    if not found.name and outline.title:
        found.name = _company(outline.title) or ""
    if not found.name:
        _find(found, "name", said, _called)
    _find(found, "email", said, _email)
    _find(found, "address", said, _address)
    _rest_of_address(found, said)
    _people(found, said)
    _find(found, "desk", said, _desk)
    edges = [*outline.head, *outline.foot, *(each for each in said if is_day(each.words))]
    days = [(day, each) for each in edges for day in _days(each.words)]
    if days:
        found.effective, found.sources["effective"] = max(days, key=lambda each: each[0])
    for part in ("name", "address", "representative", "manager", "desk", "email"):
        if declared.get(part):
            setattr(found, part, declared[part])
            found.sources.pop(part, None)
    if "effective" in declared:
        found.effective = next(iter(_days(declared["effective"])), found.effective)
    if found.email:
        host = found.email.partition("@")[2].lower().split(".")
        found.id = re.sub("[^a-z0-9]+", "-", host[-2] if len(host) < 3 or len(host[-2]) > 2 else host[-3]).strip("-")
        found.id = found.id if re.match("[a-z]", found.id) else "operator"
        if "email" in found.sources:
            found.sources["id"] = found.sources["email"]
    return found


_SPEAKER = re.compile(r"[(（]以下[、，,]?[「『｢]?(?:当|弊|本(?:院|学|会|校|園))")
_TRADE = re.compile(
    r"^([^。、，（(「」]{2,30}?)[ 　]?[（(]以下[、，,]?[「『｢]?(?:当|弊|本(?:院|学|会|校|園))(?!該|ブログ|サイト|アプリ|サービス)"
)
_LABELLED = re.compile(r"^[・*\s]*(?:事業者名?|運営者名?|商号|屋号|名称)\s*[:：]\s*([^。:：]{2,40})$")
_OWN = re.compile(r"窓口|問い?合わ?せ|連絡先|事業者|会社概要|運営者|責任者|管理者|名称")


def _speaking(outline: Outline, said: list[Said]) -> list[Said]:
    """Return the sentences in the order in which they are likely to name who speaks; lists of others' pages never do."""
    own = [each for section in outline.walk() if _OWN.search(section.title) for each in section.said]
    defined = [each for each in said if _SPEAKER.search(each.words)]
    rest = [each for each in said if "http" not in each.words and not re.search("委託|提供|送信", each.words)]
    return [*defined, *outline.head, *outline.foot, *own, *rest]


def _find(found: Front, part: str, said: Iterable[Said], look: Callable[[Said], str | None]) -> None:
    for each in said:
        value = look(each)
        if value:
            setattr(found, part, value)
            found.sources[part] = each
            return


def _company(words: str) -> str | None:
    match = _NAME.search(words)
    return " ".join(match[0].split()).rstrip("のはがを、") if match else None


def _called(said: Said) -> str | None:
    """Return who speaks where it is no company: 見本園（以下「当園」といいます）."""
    match = _TRADE.search(said.words) or _LABELLED.search(said.words)
    return match[1].strip() if match else None


def _email(said: Said) -> str | None:
    match = _EMAIL.search(unicodedata.normalize("NFKC", said.words))
    return match[0] if match and not re.search("x{3}", match[0], re.IGNORECASE) else None


def _address(said: Said) -> str | None:
    if len(said.words) > 120 or "管轄" in said.words:
        return None
    match = _ADDRESS.search(said.words)
    if match is None:
        return None
    return re.split(r"[、。]|電話|TEL|$", said.words[match.start() :].replace("*", ""))[0].strip()


def _rest_of_address(found: Front, said: list[Said]) -> None:
    """A postal code often stands on a line of its own, the address below it."""
    if re.fullmatch(r"〒?\s*[0-9０-９]{3}[-－‐][0-9０-９]{4}", found.address):
        place = said.index(found.sources["address"])
        below = said[place + 1].words.strip() if place + 1 < len(said) else ""
        if re.search("[都道府県市区町村]", below) and len(below) < 80:
            found.address = f"{found.address} {below}"


def _people(found: Front, said: list[Said]) -> None:
    """The representative and the manager: often one line with the role, the next with the name."""
    for place, each in enumerate(said):
        words = each.words.strip()
        if len(words) > 60 or each.words.endswith("。"):
            continue
        following = said[place + 1].words.strip() if place + 1 < len(said) else ""
        whole = f"{words}　{following}" if _is_name(following) else words
        if not found.representative and _REPRESENTATIVE.search(words) and _names_somebody(whole):
            found.representative, found.sources["representative"] = whole, each
        if not found.manager and _MANAGER.search(words):
            found.manager, found.sources["manager"] = whole, each


def _names_somebody(words: str) -> bool:
    """Say whether a line names a person beside the role: not 代表者: 末尾に記載のとおり, not 名称・住所・代表者等."""
    person = _ROLE.sub("", words)
    return (
        re.search("記載|とおり|名称|住所|所在|等$", words) is None
        and re.search("[ぁ-んァ-ヶ一-龠々A-Za-z]{2}", person) is not None
    )


def _is_name(words: str) -> bool:
    return bool(re.fullmatch(r"[ぁ-んァ-ヶ一-龠々ー]{1,6}[ 　]?[ぁ-んァ-ヶ一-龠々ー]{1,6}", words))


def _desk(said: Said) -> str | None:
    match = _DESK.search(said.words)
    if match is None or len(said.words) > 80:
        return None
    bare = re.sub(rf"^.*?(?:{_COMPANY}|宛先|まず)", "", match[0]).lstrip("はのへ")
    bare = re.sub(r"^第?[0-9０-９]*条の", "", bare)
    bare = re.sub("^(?:上記|下記|以下|次|前記|記載|末尾)(?:の)?", "", bare)
    return bare if bare and not re.search("会社の|各社|提携先", bare) else None


def _days(words: str) -> list[dt.date]:
    found = []
    for match in _DAY.finditer(unicodedata.normalize("NFKC", words)):
        year = (
            int(match["year"])
            if match["year"]
            else _ERAS[match["era"]] + (1 if match["eyear"] == "元" else int(match["eyear"]))
        )
        try:
            found.append(dt.date(year, int(match["month"]), int(match["day"])))
        except ValueError:
            continue
    return found
