"""
Every command there is: its name, the module that holds it, and its first sentence.

A module is imported only when its command is used. It holds a click command or group of the same name, made with
`frame.command` or `frame.group`; a test compares the sentence here with the one there.
"""

from __future__ import annotations

from seiyaku.core.language import Text

COMMANDS: dict[str, tuple[str, Text]] = {
    "completion": ("completion", Text("シェルの補完を出力する", "Print completion for your shell")),
    "anonymise": (
        "anonymise",
        Text(
            "表から匿名加工情報を作り、確かめる（ポリシー9）",
            "Make anonymised information of a table, and check it (policy 9)",
        ),
    ),
    "check": (
        "check",
        Text(
            "プライバシーポリシーの文を、法律とそれ自身に照らして点検する",
            "Check the text of a privacy policy against the law and itself",
        ),
    ),
    "policy": ("policy", Text("ポリシーを読み、比べ、公表する", "Read, compare and publish the policy")),
    "doctor": (
        "doctor",
        Text(
            "インスタンスを点検する（不適合があれば終了コード 4）",
            "Check the instance (exit code 4 when something is red)",
        ),
    ),
    "use": ("use", Text("目的を述べて人の情報を使う", "Use people's information for a stated purpose")),
    "call": (
        "call",
        Text(
            "電話・来店・作業の場を開き、相手を確かめる（ポリシー7-2）",
            "Open a call, a visit or a piece of work, and make sure who speaks (policy 7-2)",
        ),
    ),
    "collect": (
        "collect",
        Text(
            "ファイルの情報を、ポリシーの様式のもとで受け入れる",
            "Take a file in under a form of the policy",
        ),
    ),
    "correct": (
        "correct",
        Text(
            "誤りを訂正する、または変わったことを記録する",
            "Put right what was wrong, or record what has changed",
        ),
    ),
    "note": ("note", Text("電話や問い合わせの記録を残す", "File a contact or a call")),
    "attach": ("attach", Text("本人の写真・録音・書面を預かる", "Keep a picture, a recording or a paper of a person")),
    "retrieve": ("retrieve", Text("預かった記録やファイルを取り出す", "Take out what was filed")),
    "appoint": ("appoint", Text("組織の担当者・代理人などを記録する", "Record who stands for an organisation")),
    "contact": ("contact", Text("連絡に必要な情報を開く", "Open what is needed to reach people")),
    "export": (
        "export",
        Text(
            "自社で使うファイルに書き出す（ほかの誰にも渡しません）",
            "Export into a file of the operator's own (nobody else receives it)",
        ),
    ),
    "statistics": (
        "statistics",
        Text("人数を数える（一人ひとりのことは出しません）", "Count people, and tell nothing about one of them"),
    ),
    "provide": ("provide", Text("取引先に情報を渡す（ポリシー8）", "Hand information to a partner (policy 8)")),
    "consent": ("consent", Text("同意・拒否・停止を記録する", "Record consents, refusals and stops")),
    "relation": (
        "relation",
        Text(
            "契約やオプションサービスの始まりと終わりを記録する",
            "Record that a contract or an optional service begins or ends",
        ),
    ),
    "paper": ("paper", Text("証拠の書面を封をして預ける", "Keep a paper of evidence, sealed")),
    "related": (
        "related",
        Text(
            "個人関連情報を、本人に結び付ける相手に渡すことを記録する（31条）",
            "Record that person-related information goes to somebody who ties it to persons (art. 31)",
        ),
    ),
    "scan": ("scan", Text("値の一部から人を探す（窓口用）", "Find people by a part of a value (for the desk)")),
    "mend": (
        "mend",
        Text(
            "人の記録を統合・分割し、記録の開示を控え、期限の来たものを消す",
            "Merge and split records, withhold entries, let go of what has ended",
        ),
    ),
    "erase": (
        "erase",
        Text(
            "人の情報をすべて消し、残っていないことを確かめる",
            "Erase everything held on a person, and prove that it is gone",
        ),
    ),
    "explain": ("explain", Text("どの条項なら許されるかを説明する", "Say which clause would allow it")),
    "person": (
        "person",
        Text("本人に開示する内容を表示する（窓口用）", "Show what a person may see of themselves, for the desk"),
    ),
    "quarantine": (
        "quarantine",
        Text("隔離した行を見て、判断する（窓口用）", "Look at what is in quarantine, and decide (for the desk)"),
    ),
    "demo": (
        "demo",
        Text(
            "見本の会社で一通りの仕事をし、この機械の中だけに公開する",
            "Do the whole job on the sample company, then serve it on this machine alone",
        ),
    ),
    "init": ("init", Text("インスタンスを新しく作る", "Found a new instance")),
    "story": ("story", Text("見本の会社で一通りの仕事をする", "Do the whole job on the sample company")),
    "backup": ("backup", Text("バックアップを取る、確かめる", "Take a backup, or test one")),
    "restore": ("restore", Text("バックアップから戻す", "Come back from a backup")),
    "login": ("login", Text("この機械でサインインする", "Sign in on this machine")),
    "logout": ("logout", Text("サインアウトする", "Sign out")),
    "up": (
        "up",
        Text(
            "インスタンスを動かす（既定ではこの機械からだけ見える）",
            "Serve the instance (on this machine alone, by default)",
        ),
    ),
    "keys": ("keys", Text("鍵を交換する、事業者の鍵を替える", "Turn the keys, or change the operator's key")),
    "people": ("people", Text("職員と役割・研修を管理する", "Staff, their duties and their training")),
    "portal": (
        "portal",
        Text(
            "ご本人のページ: 確認番号の手紙とログインの登録（窓口用）",
            "Customers' own page: letters and sign-ins (for the desk)",
        ),
    ),
    "partners": (
        "partners",
        Text("取引先・契約・監督を管理する", "Partners, their contracts and their supervision"),
    ),
    "post": (
        "post",
        Text(
            "外へ出すもの（発送箱）を見て、送る（ポリシー9-4-B）",
            "What leaves: look at the outbox, and have it handed over (policy 9-4-B)",
        ),
    ),
    "report": (
        "report",
        Text(
            "帳票を見る、CSV や Excel のファイルにする",
            "Read the books for an audit, or take them as CSV or a workbook",
        ),
    ),
    "registers": (
        "registers",
        Text(
            "提供・受領の記録（29条〜31条）を検査のために見る、書き出す",
            "Look at the records of arts. 29 to 31 for an inspection, or take them along",
        ),
    ),
    "ledger": (
        "ledger",
        Text("記録を確かめ、外で確かめるためのものを出す", "Check the ledger, and hand out what others check it with"),
    ),
}
