"""
Why the gate says no: stable codes, the article each leans on, and both languages for the reason and for its remedy.

A reason's text may name one thing in braces, `{what}`: a purpose, a ground, fields. Values never appear.

Not here: which reason applies (`gate`, `acquiring`, `provisioning`), and which clause it stands under (`compiled`).
"""

from __future__ import annotations

from dataclasses import dataclass

from .answers import Denied, Remedy, Unclear
from .language import Text

NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Reason:
    """One way to be refused. `missing` is what the remedy lacks; `unclear`: the policy has not decided."""

    article: str
    text: Text
    missing: str
    remedy: Text
    unclear: bool = False


def _r(article: str, ja: str, en: str, *remedy: str) -> Reason:
    missing, remedy_ja, remedy_en = remedy
    return Reason(article, Text(ja, en), missing, Text(remedy_ja, remedy_en))


REASONS: dict[str, Reason] = {
    # Who acts (2-1, 2-2, 2-4, 3-1)
    "not-proven": _r("23", "操作者が確認できません", "who acts is not proven",
                     "proof", "サインインしてください", "sign in"),
    "second-factor": _r("23", "二要素で確認されていません", "no second factor was proven",
                        "second-factor", "パスキーか認証アプリでサインインしてください",
                        "sign in with a passkey or an authenticator app"),
    "not-active": _r("23", "この操作者は現在有効ではありません", "this actor is not active",
                     "standing", "管理責任者に有効化を求めてください", "ask the manager to make the account active"),
    "nobody-behind": _r("23, 24", "プログラムが代行する職員が示されていません", "the program names nobody it acts for",
                        "on-behalf-of", "代行する職員を示してください", "name the member of staff it acts for"),
    "program-purpose": _r("18(1)", "このプログラムには「{what}」の目的が認められていません",
                          "this program may not act for: {what}",
                          "program-purpose", "この目的を含むトークンが必要です", "a token that names this purpose"),
    "no-duty": _r("23", "「{what}」のためにこの操作を行う職務にありません", "no duty held may do this for: {what}",
                  "duty", "この目的を担う職務が必要です: {what}", "a duty that serves it: {what}"),
    "reserved-duty": _r("23, 24", "この職務は社外の者に委ねられません", "this duty is never held by an outsider",
                        "inside-staff", "社内の担当者が行ってください", "one of the operator's own people must do it"),
    "caller-unverified": _r("23, 27(1)", "お話しの方がご本人と確認できていません",
                            "the caller has not been verified",
                            "two-items", "ポリシーの定める数の項目で確認してください",
                            "confirm as many items as the policy asks for"),
    "no-authority": _r("27(1), 37(3)", "ご家族・代理人の権限が確認できていません",
                       "no authority to speak for the person was shown",
                       "authority", "権限を示す書面を確認してください",
                       "see the paper that shows their authority"),
    "too-many-tries": _r("23", "確認の試みが上限に達しました", "too many attempts to verify the caller",
                         "another-way", "折り返すなど別の方法で確認してください", "ring back, or verify otherwise"),
    "untrained": _r("24", "教育・訓練の有効期限が切れています", "training has lapsed",
                    "training", "研修を修了してください", "complete the training"),
    "daily-limit": _r("23", "本日の利用上限に達しました", "today's limit of uses is reached",
                      "limit", "上長の承認が必要です", "the supervisor must raise the limit"),
    "not-own": _r("33(1)", "ご本人に関するものではありません", "this is not about the person who asks",
                  "identity", "ご本人としてお手続きください", "ask as the person concerned"),
    "more-proof": _r("33(1), 37(1)", "メールのリンクだけでは、ご本人と確かめきれません",
                     "a link by mail alone does not prove enough",
                     "proof", "郵送する確認番号、事業者のログイン、またはパスキーで確かめてください",
                     "prove it by a code sent by post, the operator's own sign-in, or a passkey"),
    # For what (2-2, 4-1, 4-2, 4-3)
    "unknown-act": _r("18(1)", "この操作はポリシーにありません", "the policy knows no such act",
                      "act", "ポリシーに定めが必要です", "the policy must provide for it"),
    "no-purpose": _r("17(1), 18(1)", "利用目的が示されていません", "no purpose is stated",
                     "purpose", "利用目的を示してください", "state a purpose"),
    "unknown-purpose": _r("18(1)", "ポリシーに定める利用目的ではありません", "not a purpose of the policy",
                          "consent", "この目的をポリシーに加え、本人の同意を得てください",
                          "declare the purpose and obtain the person's consent"),
    "act-not-for-purpose": _r("18(1)", "「{what}」はこの操作を必要としません", "this act is not needed for: {what}",
                              "purpose", "この操作を必要とする目的を示してください", "a purpose that needs this act"),
    "profiling-not-told": _r("17(1), 21(1)", "分析（プロファイリング）を告げた利用目的がありません",
                             "no purpose that was told covers profiling",
                             "purpose", "プロファイリングを明示した目的または同意が必要です",
                             "a purpose that says so, or the person's consent"),
    "past-not-needed": _r("18(1), 22", "「{what}」に過去の情報は必要ありません",
                          "past values are not needed for: {what}",
                          "purpose", "過去の情報を必要とする目的を示してください", "a purpose that needs past values"),
    "nothing-asked": _r("18(1)", "対象の項目がありません", "no field is asked for",
                        "fields", "項目を示してください", "name the fields"),
    "not-needed": _r("18(1)", "「{what}」に必要のない項目です", "not needed for: {what}",
                     "purpose", "この項目を必要とする目的が必要です", "a purpose that needs these fields"),
    "not-findable": _r("23", "この項目では検索できません", "this field finds nobody",
                       "findable", "検索できる項目を使ってください", "search by a field the policy calls findable"),
    "second-item": _r("23", "この項目だけでは検索できません", "this field alone does not find anybody",
                      "second-item", "もう一つの項目を加えてください", "search with a second item as well"),
    # About whom (4-1-G, 4-3, 7, 35)
    "not-acquired-for": _r("17(1), 18(1)", "「{what}」のために取得した情報ではありません", "not acquired for: {what}",
                           "consent", "本人の同意が必要です", "the person's consent to this purpose"),
    "no-consent": _r("18(1)", "「{what}」について本人の同意がありません", "no live consent to: {what}",
                     "consent", "本人の同意が必要です", "the person's consent"),
    "no-opt-in": _r("18(1); Specified E-mail Act 3", "広告の受信に同意（オプトイン）がありません",
                    "no opt-in to advertising",
                    "opt-in", "事前の同意（オプトイン）が必要です", "prior opt-in of the person"),
    "refused": _r("18(1), 35(5)", "本人が「{what}」を拒否しています", "the person has refused: {what}",
                  "refusal-lifted", "本人が拒否を取り消した場合に限ります", "only the person can lift it"),
    "not-refusable": _r("35(1)", "「{what}」は拒否の対象ではありません", "this purpose cannot be refused: {what}",
                        "stop", "利用停止等の請求（35条）をご利用ください", "ask to stop its use (art. 35)"),
    "stopped": _r("35(2)", "利用停止中です", "use has been stopped",
                  "resume", "利用停止の解除が必要です", "the stop must be lifted"),
    "restricted": _r("23, 35", "この方の情報は利用が制限されています", "use of this person's data is restricted",
                     "restriction-lifted", "制限の解除が必要です", "the restriction must be lifted"),
    # What comes in (policy 5).
    "unknown-source": _r("20(1)", "取得元が明らかではありません", "the source is not known",
                         "source", "ポリシーに定める取得元を示してください", "name a source the policy declares"),
    "unknown-form": _r("20(1), 21(2)", "様式が明らかではありません", "the form is not known",
                       "form", "ポリシーに定める様式を示してください", "name a form the policy declares"),
    "wrong-source": _r("20(1)", "この様式の取得元ではありません", "not the source of this form",
                       "source", "様式に定める取得元を使ってください", "use the source the form declares"),
    "no-provenance": _r("30(1)", "取得の経緯が確認されていません", "provenance has not been confirmed",
                        "provenance", "取得の経緯を確認し記録してください", "confirm and record it (R.22-24)"),
    "not-attested": _r("20(1)", "旧データの来歴が証明されていません", "the legacy data is not attested",
                       "attestation", "管理責任者による証明が必要です",
                       "the manager must attest origin, period and form"),
    "no-notice": _r("21(2)", "利用目的が事前に明示されていません", "the purpose was not shown beforehand",
                    "notice", "通知を表示して取得してください", "show the notice first"),
    "no-script": _r("21(1)", "読み上げた文言の記録がありません", "no record of the script that was read",
                    "script", "文言の版を記録してください", "record the version of the script"),
    "special-care": _r("20(2)", "要配慮個人情報の取得に同意または法定の根拠がありません",
                       "special-care-required information: neither consent nor a ground of 20(2)",
                       "special-care-consent", "事前の同意が必要です", "the person's prior consent"),
    "my-number": _r("My Number Act 19, 20", "個人番号は取得できません", "individual numbers are not acquired",
                    "nothing", "取得した場合は廃棄してください", "destroy it if received"),
    "not-collected-for": _r("17(1)", "この取得の目的に必要のない項目です", "no purpose of this collection needs it",
                            "purpose", "この項目を必要とする目的が必要です", "a purpose that needs it"),
    # What goes out (policy 8).
    "unknown-recipient": _r("27(1)", "提供先が明らかではありません", "the recipient is not known",
                            "recipient", "提供先を登録してください", "register the recipient"),
    "no-ground": _r("27(1)", "第三者提供の根拠がありません", "no ground of the policy covers this provision",
                    "consent", "本人の同意が必要です", "the person's consent"),
    "ground-act": _r("18(1)", "この根拠は「{what}」には使えません", "this ground is not for: {what}",
                     "ground", "別の根拠が必要です", "another ground"),
    "own-use": _r("18(1), 27(1)", "自社利用の根拠では提供できません", "a ground of own use gives nothing out",
                  "consent", "本人の同意または真の委託が必要です", "the person's consent, or true entrustment"),
    "wrong-recipient": _r("27(1)", "この根拠の提供先ではありません", "not a recipient of this ground",
                          "consent", "本人の同意が必要です", "the person's consent"),
    "wrong-purpose": _r("18(1)", "この根拠の利用目的ではありません", "not a purpose this ground serves",
                        "purpose", "根拠に定める目的を示してください", "state a purpose the ground serves"),
    "not-entrusted": _r("27(5)(i)", "提供先は自らのために取り扱うため委託ではありません",
                        "the recipient does not act solely for us: no entrustment",
                        "consent", "本人の同意が必要です", "the person's consent (27(1))"),
    "contract-ended": _r("25, 27(5)", "有効な契約がありません", "there is no valid contract",
                         "contract", "契約を締結または更新してください", "conclude or renew the contract"),
    "contract-terms": _r("25", "契約に必要な条項がありません", "the contract lacks required terms",
                         "terms", "契約に条項を加えてください", "add the terms to the contract"),
    "supervision-overdue": _r("25", "委託先の監督が期限を過ぎています", "supervision of the partner is overdue",
                              "supervision", "委託先の監督を実施してください", "carry out the supervision"),
    "outside-contract": _r("25, 27(5)(i)", "契約の範囲を超えています", "outside the contract's scope",
                           "contract-scope", "契約の範囲を改めてください", "extend the contract's scope"),
    "no-legal-ground": _r("27(1)", "法の定める根拠が証拠立てられていません", "no legal ground is evidenced",
                          "legal-ground", "法27条1項各号の証拠または本人の同意が必要です",
                          "evidence of a ground of 27(1), or the person's consent"),
    "evidence-missing": _r("27(1), 29", "必要な証拠がありません: {what}", "evidence is missing: {what}",
                           "evidence", "証拠を添えてください: {what}", "attach it: {what}"),
    "service-not-held": _r("18(1), 27(1)", "このサービスをご利用ではありません",
                           "the person does not hold this service",
                           "service-held", "本人のお申し込みが必要です", "the person must take the service"),
    "foreign": _r("28(1)", "外国にある第三者への提供に本人の同意がありません",
                  "recipient abroad: no consent under art. 28",
                  "foreign-consent", "外国の制度等を示した上での同意が必要です",
                  "consent after telling the country's regime (28(2))"),
    "no-provide-consent": _r("27(1)", "この提供に本人の同意がありません", "the person has not agreed to this provision",
                             "consent", "本人の同意が必要です", "the person's consent"),
    "stopped-provision": _r("35(3), 35(4)", "第三者提供が停止されています", "provision has been stopped",
                            "resume", "停止の解除が必要です", "the stop must be lifted"),
    "not-exactly": _r("27(5)(i), 25", "定めた項目のみを過不足なく渡します: {what}", "exactly these fields go: {what}",
                      "fields", "項目を定めどおりにしてください: {what}", "ask for exactly: {what}"),
    "not-of-ground": _r("27(1)", "この根拠で渡せる項目ではありません", "the ground does not cover these fields",
                        "consent", "本人の同意が必要です", "the person's consent"),
    "communications": _r("27(1)(i); Telecommunications Business Act 4", "通信の秘密は令状なしに渡せません",
                         "the secrecy of communications needs a warrant",
                         "warrant", "令状が必要です", "a warrant"),
    "undecided": Reason("17(1), 27(1)", Text("ポリシーが定めていません: {what}", "the policy has not decided: {what}"),
                        "decision", Text("個人情報管理責任者の判断が必要です", "the privacy officer must decide"),
                        unclear=True),
    "undecided-field": Reason("17(1)", Text("ポリシーが定めていない項目です", "the policy has not decided on a field"),
                              "decision", Text("個人情報管理責任者の判断が必要です", "the privacy officer must decide"),
                              unclear=True),
    "unclassified": Reason("25, 27", Text("提供先の法的性質が未分類です",
                                              "the recipient's character is unclassified"),
                           "classification", Text("委託・第三者等に分類してください", "classify it"),
                           unclear=True),
}  # fmt: skip


def _fill(text: Text, what: Text) -> Text:
    return Text(text.ja.replace("{what}", what.ja), text.en.replace("{what}", what.en))


def refuse(
    code: str,
    clause: str,
    *,
    what: Text = NOTHING,
    remedy: str | None = None,
    help_: Text | None = None,
    article: str | None = None,
) -> Denied | Unclear:
    """
    Build the refusal for a reason.

    `remedy` is the clause that would allow it (None: none can), `help_` names what the remedy's text needs when that
    is not `what`; `article` replaces the reason's own.
    """
    reason = REASONS[code]
    answer = Unclear if reason.unclear else Denied
    return answer(
        clause=clause,
        article=article or reason.article,
        reason=code,
        text=_fill(reason.text, what),
        remedy=Remedy(clause=remedy, missing=reason.missing, text=_fill(reason.remedy, help_ or what)),
    )
