"""
When personal data goes to others.

* L20  an exception wider than 27(1): what the operator judges, co-operation as such, own rights, public welfare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.meaning import bare, negative_end
from seiyaku.core.lint.prose import Prose, Statement
from seiyaku.core.lint.topics import about, is_about

from .judging import Found, Rule

_WE = (
    r"(?:当社|弊社|当院|当行|当会|当協会|当店|当ホテル|当法人|当組合|当学園|本学園?|本会|当サイト|当方|"
    r"運営者?|会社|わたしたち|私たち|当[一-龠]{1,3})"
)
CASE = re.compile(r"(?:場合|とき|時|ため|為|こと|もの|目的)(?:に|は|には|で|、)?(?:[。(（].*)?$")
_TO_WHOM = re.compile(r"(?:に対して|に対し|へ|への(?:提供|開示))(?:[。(（].*)?$")  # a case told by who is given to
_OPENS = re.compile(r"(?:次|以下|下記|いずれか|各号|各項|場合|とき).{0,40}(?:除|限|でき|ことがあ|提供|開示|該当)")
_JUDGES = re.compile(
    rf"{_WE}(?:が|において)[^。]{{0,40}}?(?:判断|認め|考え|思料)(?:し|る|た|られる)|(?:必要|適切|適当|相当|"
    rf"妥当)(?:である)?(?:と|があると)(?:合理的に)?(?:判断|認め)(?:し|る|た|られる)"
)
_CO_OPERATES = re.compile(
    r"(?:捜査|調査|警察|行政|司法|官公庁|裁判所|公的機関|当局|税務署|検察)[^。]{0,60}(?:協力|要請|依頼|"
    r"求め|要求|照会)"
)
_LAWFUL = re.compile(
    r"法令|法律|令状|条例|(?:刑事訴訟法|弁護士法)|事務を?(?:の)?遂行|支障を及ぼす|第?27条|第二十七条|"
    r"保護法|法的(?:な)?(?:義務|手続|根拠)"
)
_HARD = re.compile(r"同意を(?:得る|取る|いただく|取得する)こと(?:が|の)?困難")
_OWN_RIGHTS = re.compile(
    rf"(?:{_WE}|自己)(?:の|が有する|または|又は)[^。]{{0,20}}?(?:権利|利益|財産|正当な利益)[^。"
    rf"]{{0,14}}(?:行使|保護|守る|保全|主張|防衛|確保|実現)"
)
_WELFARE = re.compile(r"公共の(?:福祉|利益|安全)|公益|社会(?:の|的)(?:利益|安全)")
_OPEN_END = re.compile(
    r"その他(?:の|これらに準ずる|正当な|やむを得ない|業務上|必要な|合理的な)?(?:目的|理由|事由|必要|場合)|"
    r"正当な理由|業務上(?:の)?必要|やむを得ない(?:場合|事由|理由)|事業(?:活動)?上(?:の)?必要"
)
_MARKETS = re.compile(
    r"(?:第三者|他社|広告主?)の?[^。]{0,20}(?:マーケティング|広告|販売促進|宣伝)|マーケティング[^。"
    r"]{0,30}(?:使用|利用|提供)|販売する|売却"
)
_ASKED = re.compile(r"(?:決済|金融|信用情報|カード)(?:機関|会社|代行)[^。]{0,40}(?:照会|要請|依頼|求め)")
CONSENT = re.compile(r"同意|承諾|了承")
_SUCCEEDS = re.compile(r"承継|合併|分割|分社|譲渡|共同(?:して)?利用|委託")
ENTRUSTS = re.compile(
    r"委託|代行業者|配送業者|配送事業者|運送|宅配|業者(?:に|へ|が|、)|外部(?:の)?(?:業者|会社|事業者)|"
    r"協力会社|(?:郵便物|郵送物|案内|アンケート)[^。、]{0,12}(?:送付|発送|郵送)"
)


# what 27(1) and 27(5) know, and what is no provision of personal data: a case that names none has a ground of its own
_KNOWN = re.compile(
    r"法令|法律|令状|条例|法的|第?27条|保護法|適法|生命|身体|財産|公衆衛生|児童|(?:国|公)の機関|地方公共団体|行政機関|"
    r"裁判所|警察|捜査|学術|研究機関|同意|承諾|了承|許可|委託|代行|承継|合併(?!症)|分割|譲渡|買収|統合|"
    r"利用目的の達成に必要な範囲|共同|統計|匿名|特定(?:でき|し|され)|識別(?:でき|し|され)|オプトアウト|届(?:け)?出|本人(?:が|から|の(?:求|依頼|請求|希望|指示))|"
    r"(?:お客|ユーザー|利用者|会員|患者|契約者|生徒|応募者)[^、。]{0,4}(?:が|から[^。]{0,20}(?:求|依頼|請求|希望|指示|申)|の(?:求|依頼|請求|希望|指示))|公(?:開|表)|配送|運送|決済|支払"
)
_ASIDE = re.compile("なお|ただし|但し|※")
_AT_WILL = re.compile(
    r"(?:個人情報|個人データ)(?:を|は、?|について、?)[^。]{0,40}第三者(?:に|へ)[^。]{0,12}"
    r"(?:提供|開示)(?:する|いたす)?(?:場合|こと)[がも](?:あ|ござ)"
)
_THEN = re.compile("その|この|なお|ただし|あらかじめ|提供する")
_WITHIN = re.compile(r"利用目的(?:の達成|を達成する)(?:の?ため)?に(?:必要な範囲内?|、?必要に応じて?)")
_IN_LINE = re.compile(r"(?:場合|とき)(?:等|など)?(?:を除|に限)")
_PART = re.compile(
    r"[^。]*?(?:場合|とき)(?=であ|で、|等|など|を除|に限|には|、|または|又は|もしくは|若しくは|および|及び|$)"
)
_POINTS_ON = re.compile(
    r"次|以下|下記|上記|前記|前項|前各号|各号|いずれか|規定|定め|記載|」に|[0-9A-Z][項条号]?に(?:当|該|掲)|[0-9)]の(?:場合|とき)"
)
_JOINS = re.compile(r"^(?:、|または|又は|もしくは|若しくは|および|及び|その他|ただし|[^、]{1,12}は、)+")
_EXCEPTS = re.compile(
    r"(?:次|以下|下記|いずれか|各号)[^。]{0,40}(?:除|限り(?:では|で)?(?:は)?(?:あり|ござい)?)|"
    r"(?:この|その)限りで(?:は)?(?:あり|ござい)ません|次の場合(?:は|には)?[^。]{0,20}(?:同意|承諾)[^。]{0,10}(?:なく|得ず)"
)


def exceptions(prose: Prose) -> Iterator[Statement]:
    """Yield the cases in which, the text says, data goes to third parties: items of a list, or parts of a sentence."""
    items = {each.at for each in listed_cases(prose)}
    said = {each.at for each in about(prose, "provision")}
    for statement in prose.statements:
        if is_about(prose, statement, "anonymised") or is_about(prose, statement, "joint"):
            continue
        told = re.search(r"場合|とき|時|ことがあ", statement.text) and re.search(r"提供|開示|渡", statement.text)
        if statement.at in items or (statement.at in said and told):
            yield statement


def listed_cases(prose: Prose) -> list[Statement]:
    """Return the items of lists of cases: those numbered or marked, and bare lines that follow the opening sentence."""
    listed: set[str] = set()
    found = []
    opened: Statement | None = None
    said = {each.at for each in about(prose, "provision")}
    for statement in prose.statements:
        if is_about(prose, statement, "anonymised") or is_about(prose, statement, "joint"):
            continue
        clause, case = statement.clause, CASE.search(statement.text) or _TO_WHOM.search(statement.text)
        opens = statement.at in said and _OPENS.search(statement.text)
        if opens and clause is not None and clause.children:
            listed.update(child.id for child in clause.children)
        bare = opened is not None and statement.path == opened.path and len(statement.text) <= 120
        if case and ((clause is not None and clause.id in listed) or bare):
            found.append(statement)
        elif opens and statement.text.endswith(("。", ":")):
            opened = statement
        elif statement.kind == "sentence":
            opened = None
    return found


def _ungrounded(text: str) -> re.Match[str] | None:
    """Return the words of a case that have no counterpart in 27(1), or None where none is against it."""
    judged = _JUDGES.search(text)
    if judged and not (_LAWFUL.search(text[: judged.start()]) and not _WELFARE.search(text)):
        return judged
    if CONSENT.search(text) and not _HARD.search(text):
        return None
    if (found := _WELFARE.search(text)) and not _LAWFUL.search(text):
        return found
    if _LAWFUL.search(text):
        return None
    for pattern in (_CO_OPERATES, _OWN_RIGHTS, _MARKETS, _ASKED):
        if (found := pattern.search(text)) and not _HARD.search(text):
            return found
    if (found := _OPEN_END.search(text)) and not _SUCCEEDS.search(text):
        return found
    return None


def check_exceptions(prose: Prose) -> Iterator[Found]:
    """Find exceptions to consent that the Act does not know."""
    seen: set[int] = set()
    items = {each.at for each in listed_cases(prose) if each.at in _of_exceptions(prose)}
    for statement in exceptions(prose):
        found = _ungrounded(statement.text)
        part: tuple[int, int | None] = (0, None)
        words, sure = (found[0], Sureness.CERTAIN) if found else (None, Sureness.LIKELY)
        if words is None:
            words, part = _strange(prose, statement, listed=statement.at in items)
        if words is None and (will := _AT_WILL.search(bare(statement.text))) and not _is_bound(prose, statement):
            words = will[0]
        if words is None or statement.at in seen or _only_promise(prose, statement):
            continue
        seen.add(statement.at)
        yield Found(
            where=statement,
            start=part[0],
            end=part[1],
            sureness=sure,
            why=Text(
                f"「{words[:40]}」は、同意なしに第三者へ提供できる場合として法律が認めるものより広い例外です。",
                f"“{words[:40]}” is wider than any case in which the Act lets data go to third parties "
                f"without consent.",
            ),
            suggestion=Text(
                "個人情報保護法が定める場合の文言に合わせるか、本人の同意を得る旨に改めてください。"
                "例:「法令に基づく場合」「人の生命、身体または財産の"
                "保護のために必要がある場合であって、本人の同意を得ることが困難であるとき」。",
                "Use the words of the Act, or ask for consent: “where based on law”; “where needed to protect "
                "life, body or "
                "property and consent is hard to obtain”.",
            ),
        )


def _strange(prose: Prose, statement: Statement, *, listed: bool) -> tuple[str | None, tuple[int, int | None]]:
    """Return the words of a case without a ground in the Act, and where it stands: an item, or part of a sentence."""
    text = statement.text.rstrip("。")
    if listed:
        return (None if _has_ground(text) else re.split("[、。]", text)[-1]), (0, None)
    in_line = _IN_LINE.search(text) and not is_about(prose, statement, "requests")
    for part in _PART.finditer(text) if in_line else ():
        case = _JOINS.sub("", part[0])
        against = None if _POINTS_ON.search(case) else _ungrounded(case)
        if against or not (_has_ground(case) or _POINTS_ON.search(case)):
            start = part.end() - len(case)
            return against[0] if against else case, (start, part.end())
    return None, (0, None)


def _is_bound(prose: Prose, statement: Statement) -> bool:
    """Say whether a sentence that lets data out, or the one that goes on from it, names a case, a ground or consent."""
    text = _WITHIN.sub("", bare(statement.text))
    return _has_ground(text) or _POINTS_ON.search(text) is not None or asks_then(prose, statement)


def asks_then(prose: Prose, statement: Statement) -> bool:
    """Say whether the sentence after another says that then consent is asked for: その場合は、同意を得ます。"""
    after = [each for each in prose.statements[statement.at + 1 :][:1] if each.path[:1] == statement.path[:1]]
    return any(_THEN.match(each.text) and CONSENT.search(each.text) for each in after)


def _has_ground(case: str) -> bool:
    return _KNOWN.search(case) is not None or ENTRUSTS.search(case) is not None


def _of_exceptions(prose: Prose) -> set[int]:
    """Return where cases stand in which, the text says, the person's consent is not asked for."""
    excepted: set[int] = set()
    opened = False
    for statement in about(prose, "provision"):
        if _EXCEPTS.search(statement.text):
            opened = True
        elif statement.kind == "sentence" and not (CASE.search(statement.text) or _ASIDE.match(statement.text)):
            opened = False
        if opened:
            excepted.add(statement.at)
    return excepted


def _only_promise(prose: Prose, statement: Statement) -> bool:
    """Say whether the statement only denies: no case in it lets anything out."""
    words = prose.words(statement.text)
    return statement.kind == "sentence" and negative_end(words) and not re.search(r"除|場合|とき|限り", statement.text)


RULES = (
    Rule(
        id="L20",
        severity=Severity.ERROR,
        articles=("27(1)",),
        check=check_exceptions,
        title=Text("法律より広い第三者提供の例外", "An exception wider than the Act"),
        looks_at=Text("第三者提供の例外として挙げる場合", "the cases in which data goes to third parties"),
    ),
)
