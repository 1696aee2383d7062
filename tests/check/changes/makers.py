"""
What real makers write, met by trying the check on texts of others and said here in words of our own.

A ground of one's own among the statutory ones, a deputy for the head, numbers of article 2 before 2022; and what is
right although it looks wrong: a body nobody belongs to, minors who may not register, a date that dates an event.
"""

from __future__ import annotations

from . import Change, change
from .giving import C_HOME, C_LAST, S_CASE

C_NAME = "医療法人架空会 ひなた見本クリニック"
C_DAYS = "2023年7月1日制定　2025年4月1日改定"
C_PROOF = (
    "マイナンバーカード（表面のみ）の写しをご提出ください。住民票の写しをお使いになるときは、"
    "個人番号と本籍の記載を黒塗りにしてください。"
)
C_HOW = "(4) 開示は、書面の交付または電磁的記録の提供のうち、患者さんが請求された方法で行います。\n"
C_SPECIAL = (
    "(1) 病歴、検査の結果などの要配慮個人情報は、法令に基づく場合など"
    "個人情報の保護に関する法律第20条第2項各号に定める場合を除き、"
    "あらかじめ患者さんの同意を得て取得します。\n"
)
C_LAST_PURPOSE = "(5) 院内で行う症例の検討と医師の教育\n"
C_ENTRUSTS = "検体検査などの業務を委託するときは、"
S_LAST_PURPOSE = "   - 不正な注文の検知と防止\n"
S_MINORS = "3. 16歳未満のお客様が会員になるときは、保護者の同意を得る。\n"
S_GIVES = "得ないで、個人データを第三者に"
T_BODY = (
    "弊社は、認定個人情報保護団体である一般財団法人架空データ通信協会の対象事業者です。同協会の苦情の受付は、"
    "個人情報相談センター（電話 0000-11-1111）です。"
)

BREAKS: dict[str, list[Change]] = {
    "L02": [
        change("clinic", "院長　見本 花子", "個人情報の責任者　副院長　見本 花子"),
        change("clinic", C_NAME, "", C_ENTRUSTS, "検体検査は株式会社見本検査に委託しています。業務を委託するときは、"),
        change("telecom", "代表取締役社長　通信 例子", "福岡支社長　通信 例子"),
    ],
    "L04": [
        change("clinic", C_LAST_PURPOSE, C_LAST_PURPOSE + "(6) 前各号に付随または関連する目的のため\n"),
        change("shop", S_LAST_PURPOSE, S_LAST_PURPOSE + "   - 以上のほか、当社の業務の維持及び充実のため\n"),
    ],
    "L20": [
        change("clinic", C_LAST, "④ 術後の経過を見守るうえで要るとき\n"),
        change("clinic", C_LAST, "④ 合併症の治療のため、ほかの病院と連携するとき\n"),
        change(
            "shop",
            S_CASE,
            "1. 警察、消費者の団体又はこれらに準ずるその他の団体若しくは個人から要請を受けたとき\n2. 人の生命",
        ),
        change("shop", S_CASE, "1. 器の魅力を広く伝えるとき\n2. 人の生命"),
        change("shop", S_CASE, "1. 当社の評判を調べるため\n2. 人の生命"),
        change("clinic", "次の場合を除き、", "次の場合のほかは、", C_LAST, C_LAST + "⑤ 広告の効き目を高める場合\n"),
    ],
    "L28": [
        change(
            "clinic",
            "(6) ご請求を受けた日から14日以内に、遅滞なく回答します。",
            "(6) ご請求には、合理的な範囲で回答します。",
        )
    ],
    "L27": [change("clinic", C_PROOF, "マイナンバーカード（表面）、または戸籍謄本の写しをご提出ください。")],
    "L37": [
        change("shop", S_GIVES, "得ないで、個人データ（個人情報保護法第2条第6項に定めるものをいう。）を第三者に"),
        change("shop", S_GIVES, "得ないで、個人情報保護法第二条第六項に規定する個人データを第三者に"),
    ],
    "L42": [change("clinic", C_DAYS, "健康教室　2025年9月26日（土）午前9時から")],
}

NEAR: dict[str, list[Change]] = {
    "L02": [
        change("clinic", C_NAME, "ひなた整形外科"),
        change("clinic", "院長　見本 花子", "当院の代表者の氏名は、窓口にお問い合わせください。遅滞なくお答えします。"),
        change("shop", "- 名称: 見本うつわ通販株式会社", "- 商号: 見本うつわ通販株式会社"),
    ],
    "L04": [change("clinic", C_LAST_PURPOSE, C_LAST_PURPOSE + "(6) 以上のほか、献血の呼びかけのため\n")],
    "L05": [change("clinic", C_DAYS, "行動ターゲティング広告を止めるページ: https://example.com/stop\n" + C_DAYS)],
    "L08": [
        change(
            "clinic",
            "8. 開示等の請求\n",
            "8. お問い合わせ\n開示、訂正または利用停止をご希望の方は、患者相談室にご連絡ください。"
            "開示には、1件につき500円の手数料を申し受けます。\n\n9. 患者さんの請求\n",
            "(7) 開示および利用目的の通知の手数料は、1件につき500円です。"
            "訂正や利用停止の請求に手数料はかかりません。\n",
            "",
            "9. 苦情",
            "10. 苦情",
            "10. 方針",
            "11. 方針",
        ),
    ],
    "L07": [change("clinic", C_HOW, "(4) 開示は、ご要望の方法により行います。\n")],
    "L11": [
        change("telecom", T_BODY, "現在、弊社の所属する認定個人情報保護団体はありません。"),
        change("telecom", T_BODY, "弊社が対象事業者となっている認定個人情報保護団体は、ございません。"),
    ],
    "L14": [
        change(
            "shop",
            "1. 当社は、氏名、住所、",
            "1. 当社は、修理の履歴（後の「第7条 共同利用」参照）を取得する。当社は、氏名、住所、",
        ),
    ],
    "L16": [
        change(
            "clinic",
            C_HOME,
            "(3) 検査の一部をアメリカ合衆国の会社に委託し、契約により必要な措置を講じさせます。\n",
            "10. 方針の変更\n",
            "10. 外国での取扱い\n同国における個人情報の保護に関する制度は、"
            "個人情報保護委員会のウェブサイトで確認できます。\n\n11. 方針の変更\n",
        ),
        change("clinic", C_HOME, "", C_LAST_PURPOSE, "(5) 動画の配信およびこれらに関するサービスの提供\n"),
        change("clinic", C_HOME, "", C_LAST_PURPOSE, "(5) 動画配信サービスの提供\n"),
    ],
    "L20": [
        change("clinic", C_LAST, "④ 患者さんの求めに応じて紹介先に渡すとき\n"),
        change("shop", S_CASE, "1. 合併、分割又は事業の譲渡に伴うとき\n2. 人の生命"),
        change("clinic", C_LAST, "④ 学術研究機関が学術研究の目的で取り扱う必要があるとき\n"),
    ],
    "L27": [change("clinic", C_PROOF, "マイナンバーカード（表面）の写しをご提出ください。")],
    "L29": [
        change(
            "clinic",
            C_SPECIAL,
            "(1) 病歴などの要配慮個人情報は、次の場合を除くほか、取得、利用または提供を行いません。\n"
            "① 診療のため、患者さんの同意に基づいて取得する場合\n② 法令に基づく場合\n",
        ),
    ],
    "L33": [
        change("shop", "メールマガジンは、希望された", "第1条第1項の目的のうち、新商品の案内は、希望された"),
        change("clinic", "10. 方針の変更\n", "以上\n\n施設の案内\n当院は、次の施設を運営しています。\n1. 方針の変更\n"),
    ],
    "L37": [
        change("shop", S_GIVES, "得ないで、個人データ（個人情報保護法第16条第3項に定めるものをいう。）を第三者に"),
        change("shop", "- 代表者: ", "- 前回の器の市: 2020年9月26日（土）10時から\n- 代表者: "),
    ],
    "L39": [change("clinic", C_ENTRUSTS, "メール配信システムの運用、検体検査などの業務を委託するときは、")],
    "L40": [change("shop", S_MINORS, "3. 会員は18歳以上の方に限る。未成年者の登録が分かったときは登録を取り消す。\n")],
}
