"""What further real texts showed: a break and its near miss for each way in which a rule went past a fault."""

from __future__ import annotations

from . import Change, change
from .giving import C_CARE, C_CASE, C_LAST, S_CASE, T_GIVES
from .using import C_KEEPS, C_LEAK, C_SECURITY, S_SECURITY, T_ANALYSIS, T_NO_ANALYSIS

C_ITEM = "(5) 院内で行う症例の検討と医師の教育\n"
S_ITEM = "   - 不正な注文の検知と防止\n"
T_ITEM = "キ アンケートの実施と集計\n"
C_OTHERS = "(4) 紹介元および紹介先の医療機関への診療情報の提供\n"
C_DEF = (
    "この方針で「個人情報」とは、個人情報の保護に関する法律第2条第1項に定める個人情報"
    "（生存する個人に関する情報であって、特定の個人を識別できるもの、または個人識別符号が含まれるもの）をいいます。"
)
C_AGENTS = "(2) 請求は、患者さんご本人のほか、法定代理人または委任を受けた代理人もできます。\n"
C_FREE = "(7) 開示および利用目的の通知の手数料は、1件につき500円です。訂正や利用停止の請求に手数料はかかりません。\n"
C_SLIP = "(2) 問診票により取得するときは、その場で利用目的を明示します。\n"
TWICE = (
    "院内の掲示に患者さんの写真を使うときは、掲示する場所と期間をお伝えし、お申し出があったときは、"
    "すみやかに掲示を取りやめて、写真をお返しします。"
)
AGAIN = "詳しくは、受付にお尋ねください。"
C_END = "10. 方針の変更\n"
T_SEND = "送信の停止は、アプリ"
S_ENTRUSTS = (
    "## 第5条（委託）\n\n1. 当社は、利用目的の達成に必要な範囲で、商品の配送、決済及びシステムの運用を委託する。\n"
    "2. 委託先の選定基準を設け、安全管理と再委託を契約で定め、定期的に監督する。\n"
    "3. システムの運用を委託する者はアメリカ合衆国にある。当社は、"
    "契約により日本の個人情報取扱事業者と同等の措置（相当措置）を講じさせ、"
    "その実施状況と同国の制度を年1回確認する。措置の詳細は、お客様の求めに応じて情報を提供する。\n"
)  # fmt: skip

BREAKS: dict[str, list[Change]] = {
    "L01": [
        change("clinic", C_DEF, "お名前などから特定の患者さんを識別できる情報を個人情報といいます。"),
        change("clinic", C_DEF, "だれのものか分かる氏名や住所などの情報を、「個人情報」と呼びます。"),
    ],
    "L04": [
        change("shop", S_ITEM, S_ITEM + "   - 当社が営む貸衣装サービスの品質の向上のため\n"),
        change("clinic", C_ITEM, C_ITEM + "(6) 前各号に附帯する業務\n"),
        change("telecom", T_ITEM, T_ITEM + "ク 上記に付帯または関連する目的の達成のため\n"),
        change("telecom", T_ITEM, T_ITEM + "ク 通信の機能の開発およびマーケティング\n"),
        change("telecom", T_ITEM, T_ITEM + "ク 弊社による機能の開発およびマーケティング\n"),
        change("clinic", C_ITEM, C_ITEM + "(6) 当院の業務の適正かつ円滑な遂行\n"),
        change("clinic", C_ITEM, C_ITEM + "(6) その他、当院に関するサービスの提供\n"),
    ],
    "L05": [
        change("telecom", T_ANALYSIS, T_NO_ANALYSIS, T_SEND, "画面の並びは、関心に合わせて変更します。" + T_SEND),
        change(
            "clinic", C_OTHERS, "(4) 院内の掲示に使う統計の作成\n",
            C_END, C_END + "当院は、患者さんの会や製薬会社から求められた場合、連絡先を提供することがあります。",
        ),
    ],
    "L08": [change("clinic", C_FREE, "(7) 開示に手数料が生じるときは、事前にご案内します。\n")],
    "L09": [change("clinic", "^", "■ 個人情報保護方針", C_AGENTS, "")],
    "L10": [
        change("clinic", C_SECURITY, "組織的、人的、物理的および技術的な安全管理措置を講じます。\n"),
        change("shop", S_SECURITY, "1. 当社は、組織的・技術的対策として、必要かつ適切な措置を講じる。\n"),
    ],
    "L20": [
        change("telecom", T_GIVES, T_GIVES + "弊社は、個人データについて、利用目的を達成するために必要に応じて"
               "第三者に提供する場合があります。"),
    ],
    "L21": [change("shop", S_CASE, "1. 商品の配送を任せる運送業者に対して（氏名及び住所）\n2. 人の生命")],
    "L22": [
        change("shop", S_ENTRUSTS, "", S_CASE, "1. 商品の配送を委託する業者に開示する場合\n2. 人の生命"),
        change(
            "shop", S_ENTRUSTS, "", S_CASE, "1. 商品の配送を委託する業者に開示する場合\n2. 人の生命",
            "2. 漏えい等の事態が", "2. 本人確認の書類は委託先にも見せない。確認は当社が行う。漏えい等の事態が",
        ),
        change("clinic", C_CARE, "検査の結果は厳重に保ちます。", C_CASE, C_CASE + "② 検査を委託する会社に渡す場合\n"),
    ],
    "L30": [change("clinic", C_SLIP, C_SLIP + f"(3) {TWICE}\n", C_LEAK, C_LEAK + f"(3) {TWICE}\n")],
    "L31": [
        change("clinic", C_KEEPS, "(1) 保有個人データ（6か月以内に消去するもの以外をいいます）を正確に保ちます。\n"),
        change("clinic", C_KEEPS, "(1) 保有個人データとは、6か月以内に消去するもの以外をいいます。\n"),
    ],
}  # fmt: skip
NEAR: dict[str, list[Change]] = {
    "L01": [
        change("shop", "1. 当社は、氏名、住所、", "1. 会員番号の付いた情報を会員情報という。当社は、氏名、住所、"),
        change("clinic", C_DEF, "生存する個人を識別できる情報（個人識別符号を含みます）を個人情報といいます。"),
    ],
    "L04": [
        change("shop", S_ITEM, S_ITEM + "   - 返品の理由の集計による貸衣装サービスの品質の向上のため\n"),
        change("clinic", C_ITEM, C_ITEM + "(6) 診察に附帯する業務（予約の管理、会計、処方箋の発行）\n"),
        change("telecom", T_ITEM, T_ITEM + "ク アンケートによる通信の機能の開発およびマーケティング\n"),
        change("clinic", C_ITEM, C_ITEM + "(6) 当院の健診車の適正かつ円滑な配車\n"),
        change("clinic", C_ITEM, C_ITEM + "(6) その他、当院に関する送迎サービスの提供\n"),
    ],
    "L05": [
        change("telecom", T_ANALYSIS, T_NO_ANALYSIS, T_SEND, "画面の並びは、ご指定に合わせて変更します。" + T_SEND),
        change(
            "clinic", C_OTHERS, "(4) 院内の掲示に使う統計の作成\n",
            C_END, C_END + "当院は、製薬会社から求められた場合、患者さんの同意を得て連絡先を提供することがあります。",
        ),
    ],
    "L08": [change("clinic", C_FREE, "(7) 開示その他のご請求に、手数料は発生しません。\n")],
    "L09": [change("clinic", "^", "■ 個人情報保護方針")],
    "L10": [
        change(
            "clinic", C_SECURITY,
            "(1) 組織的措置：カルテを扱う者を当番の職員に限定\n(2) 技術的措置：端末の画面を一分で閉鎖\n",
        ),
        change(
            "clinic", C_SECURITY,
            "(1) 組織的措置\n・カルテを扱う者を当番の職員に限定\n(2) 技術的措置\n・端末の画面を一分で閉鎖\n",
        ),
    ],
    "L20": [
        change("telecom", T_GIVES, T_GIVES + "弊社は、個人データについて、利用目的を達成するために必要に応じて、"
               "本人の同意を得て第三者に提供する場合があります。"),
    ],
    "L22": [
        change("clinic", C_LAST, C_LAST + "⑤ 利用目的の達成に必要な範囲で業務を委託することに伴って提供する場合\n"),
    ],
    "L30": [
        change("clinic", C_SLIP, C_SLIP + f"(3) {AGAIN}\n", C_LEAK, C_LEAK + f"(3) {AGAIN}\n"),
        change(
            "clinic", C_END + "この方針",
            C_END + "ひなた見本クリニック（以下「当院」といいます。）は、この方針の変更を院内に掲示します。この方針",
            "5. 委託先の監督\n",
            "5. 委託先の監督\nひなた見本クリニック（以下「当院」といいます。）は、血液の検査を専門の機関に任せます。",
        ),
    ],
    "L31": [
        change("clinic", C_KEEPS, "(1) 診療録（カルテをいいます）は、完結から5年を過ぎたときに消去します。\n"),
    ],
}  # fmt: skip
