"""
For each article of chapter 4 of the Act: what keeps it here, and what does not (policy 11-1).

The page `docs/reference/law` is made of this, of the law table and of the refusals, which name their articles
themselves. A test holds the modules named here to the code, and the articles to those that table and refusals lean on.

Not here: whether an operator keeps the law. A check that is there keeps its rule; what is left to people says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from seiyaku.core.language import Text


@dataclass(frozen=True, slots=True)
class Article:
    """One article, or a paragraph of it: what keeps it, and the modules that do (none: it is left to people)."""

    article: str
    kept: Text
    by: tuple[str, ...] = ()


def _a(article: str, ja: str, en: str, *by: str) -> Article:
    return Article(article, Text(ja, en), by)


ARTICLES: tuple[Article, ...] = (
    _a("17(1)", "どの利用にも、ポリシーに定めた目的が要ります。抽象的な目的は検査が指摘します。",
       "every use names a purpose of the policy; the check points at vague ones", "core.gate", "core.lint"),
    _a("17(2)", "関連する目的は、取得のときの目的に関連すると定め、知らせた日からだけ使えます。",
       "a related purpose serves what is held only where it says what it grew out of, from the day of notice",
       "core.gate"),
    _a("18(1)", "値ごとに、取得の目的とお知らせの範囲、または生きている同意の内でだけ使えます。",
       "each value serves the purposes it was acquired and told for, or those consented to", "core.gate", "core.sets"),
    _a("18(2)", "承継した情報を元の目的に縛る入り口は、まだありません。事業の承継は渡す側だけです。",
       "no source binds what is taken over to its former purposes yet: succession is there for who gives"),
    _a("18(3)", "(i) は法律の目的として表にあります。(ii)〜(iv) は提供だけに開き、目的外の利用には開きません。"
       "(v) と (vi) は、ポリシーが定める提供だけです。",
       "(i): the purposes of the law below; (ii)-(iv) open provision, never another use; (v) and (vi) only a provision "
       "the policy names", "core.law", "core.provisioning"),
    _a("19", "違法・不当な行為を助長するかは、人が判断します。",
       "whether a use may foster a wrong is for people to judge"),
    _a("20(1)", "取得元の分からない情報、その様式の取得元でない情報は入りません。",
       "nothing enters without a source the policy declares, and that of its form", "core.acquiring"),
    _a("20(2)", "要配慮個人情報は、同意、直接の提供、または各号の証拠がすべてそろうときだけ入ります。",
       "special care enters with consent, from the person's own hand, or on a case with all the evidence it takes",
       "core.acquiring"),
    _a("21(1)", "目的は第一の頁で公表されます。お電話では読み上げ文の記録が要ります。",
       "the purposes are published on the first page; by telephone the script read is proven",
       "evidence.ruled", "core.acquiring"),
    _a("21(2)", "本人が書き込む画面は、ポリシーが求めなくても、目的のお知らせを示した証拠が要ります。",
       "a form people fill in shows its notice, whatever the policy asks", "core.acquiring", "policy.lawful"),
    _a("21(3)", "目的の変更は、知らせた日より前には効きません。",
       "a changed purpose has no effect before the day of notice", "core.gate"),
    _a("21(4)", "各号は、ポリシーが認め、証拠があるときだけ。(iii) には法令の条文も要ります。",
       "each case where the policy admits it and it is evidenced; (iii) under a statute", "core.acquiring"),
    _a("22", "履歴、古い連絡先の指摘、目的ごとの保有期間と、夜の消去。終わりのない目的は読み込めません。",
       "history, stale contacts, an end for each purpose, erasure at night; a purpose without end does not load",
       "vault.ends", "door.ending", "policy.references"),
    _a("23", "暗号化、職務、二要素、上限、点検。", "encryption, duties, two factors, limits, the doctor",
       "core.standing", "evidence.posture"),
    _a("24", "教育の切れた者は使えません。利用の見直しを記録します。",
       "whose training has lapsed is refused; reviews are recorded", "core.standing", "people.queries"),
    _a("25", "委託には契約、条項、範囲、期限内の監督が要ります。ポリシーが求めなくても同じです。",
       "entrustment takes contract, terms, scope and supervision in time, whatever the policy asks",
       "core.provisioning", "partners.queries", "policy.lawful"),
    _a("26", "報告と通知のための利用だけが、法律の目的としてあります。期限の管理はまだありません。",
       "the use it takes is a purpose of the law; its clocks are not there yet", "core.law"),
    _a("27(1)", "同意か、七つの号の一つが、求める証拠と相手のすべてとともに要ります。",
       "consent, or one of the seven items with all the evidence and the recipient it takes", "core.provisioning"),
    _a("27(2)", "オプトアウトは、どのポリシーにもありません。", "opt-out is offered to no policy", "policy.lawful"),
    _a("27(5)", "委託、承継、共同利用は、性質、契約、目的が合うときだけ。",
       "entrustment, succession, joint use: where character, contract and purpose agree", "core.provisioning"),
    _a("28", "外国にある第三者には、同等の国、同等の措置、または 28 条の同意。27 条 5 項では足りません。",
       "abroad: an equivalent country, equivalent measures, or consent under 28; 27(5) is not enough",
       "core.provisioning"),
    _a("29", "同意による提供の記録は、ポリシーにかかわらず作られます。",
       "a provision on consent leaves its record, whatever the policy says", "door.recording", "registers.items",
       "door.inspecting"),
    _a("30", "取得の経緯が確認されていない情報は入りません。記録が作られます。",
       "nothing enters whose course of acquisition is not confirmed; a record is made",
       "core.acquiring", "door.receiving"),
    _a("31", "個人関連情報は、相手が得た同意の確認を記録してから渡します。",
       "person-related information goes once the recipient's consent is confirmed on record", "door.related"),
    _a("32(1)", "公表する事項の頁が、ポリシーから作られます。",
       "the page of matters to be public is made from the policy", "portal.retained"),
    _a("32(2)", "利用目的の通知は、法律の目的です。", "telling the purposes is a purpose of the law", "core.law"),
    _a("33", "本人への開示と、提供記録の開示。伏せたものは、外から分かりません。",
       "disclosure of what is held and of provision records; what is withheld shows nowhere",
       "door.showing", "door.recorded", "door.withholding"),
    _a("34", "訂正と変更は別の行為です。", "a correction and a change are different acts", "door.changing"),
    _a("35", "止めたあとの利用と提供は断られます。消去は、探して証明します。"
       "法律の命じる利用と 27 条 1 項 1〜4 号だけが、停止より先に立ちます。",
       "after a stop use and provision are refused; erasing searches and proves. Only what the Act commands and "
       "27(1)(i)-(iv) go before a stop", "core.standing", "door.choosing", "door.erasing"),
    _a("36", "断りには、条項、条文、理由、できるようになる手だてが付きます。本人への説明は人が行います。",
       "each refusal carries clause, article, reason and remedy; explaining it to the person is for people",
       "core.reasons"),
    _a("37", "窓口、書類、代理人はポリシーに定めます。受け付けの流れはまだありません。",
       "desk, papers and agents stand in the policy; the flow of a request is not there yet", "core.model"),
    _a("38", "手数料は額を公表します。", "a fee is published with its amount", "portal.retained"),
    _a("39", "期間の数え方だけがあります。", "only the counting of its period is there", "core.deadlines"),
    _a("40", "苦情を扱うための利用は、法律の目的です。", "handling a complaint is a purpose of the law", "core.law"),
    _a("41", "一つの目的のために作り、その目的だけに使い、決めた日に破棄します。提供、照合、連絡は断ります。",
       "made for one purpose, used for that alone, destroyed on its day; giving, collating and contact are refused",
       "anonymised.pseudonymising"),
    _a("42", "仮名加工情報は、だれにも渡しません。", "pseudonymised information is given to nobody",
       "anonymised.pseudonymising"),
    _a("43", "加工のための利用は、9 の定めがあるときだけの法律の目的で、利用の制限に従い、通信の秘密には届きません。",
       "making it is a purpose of the law where the policy has clause 9; it heeds a restriction and never reaches "
       "the secrecy of communications", "core.law", "anonymised.running", "anonymised.gates", "anonymised.releasing",
       "anonymised.delivering"),
    _a("44", "受け取った匿名加工情報は扱いません。", "anonymised information made by others is not handled"),
    _a("45", "受け取った匿名加工情報は扱いません。渡す相手には、識別しないことの承諾を求めます。",
       "anonymised information made by others is not handled; who receives ours accepts the ban first",
       "anonymised.delivering"),
    _a("46", "受け取った匿名加工情報は扱いません。", "anonymised information made by others is not handled"),
    _a("57", "適用除外は、どの事業者にも開きません。", "no operator is exempted"),
    _a("58", "適用の特例は、どの事業者にも開きません。", "no operator is excepted"),
    _a("59", "学術研究機関等の自主的な措置は、人が定めます。",
       "what an academic institution takes on itself is for people to say"),
)  # fmt: skip


def cited(article: str) -> list[str]:
    """Return what a citation names of this Act: "20(2)(viii), Order 9" names 20(2)(viii)."""
    parts = [part.strip() for part in article.split(";")]
    named = [one.strip() for part in parts if part[:1].isdigit() for one in part.split(",")]
    return [one for one in named if one[:1].isdigit()]


def row_of(one: str) -> str | None:
    """Return the row that speaks of a paragraph: its own, or the first of its article; None where there is none."""
    rows = [each.article for each in ARTICLES]
    own = [row for row in rows if one == row or one.startswith(f"{row}(")]
    number = one.partition("(")[0]
    return max(own, key=len) if own else next((row for row in rows if row.partition("(")[0] == number), None)
