"""What the screens say where information about people is found, used and taken, in both languages."""

from __future__ import annotations

from seiyaku.core.language import Text

USING: dict[str, Text] = {
    # Using data
    "purpose_said": Text(
        "はじめに、これから行うことの利用目的を選びます。終えるまで変わりません。選べるのは自分の職務のものだけです。",
        "First choose the purpose of what you are about to do. It stays set until you end it. Only the purposes of "
        "your own duties are offered.",
    ),
    "purpose_end": Text("終える", "End it"),
    "no_purpose": Text(
        "いまの職務では、お客さまの情報を使う目的がありません。",
        "Your duties have no purpose that uses customers' data.",
    ),
    "mode": Text("場面", "Occasion"),
    "mode_call": Text("お電話", "A call"),
    "mode_visit": Text("窓口・ご来店", "A visit"),
    "mode_call_said": Text("二つの項目で本人を確認してから表示", "shown after two items agree"),
    "mode_work": Text("通常業務", "Ordinary work"),
    "mode_work_said": Text("発送・請求など、ご本人と話していないとき", "shipping, billing: nobody is on the line"),
    "said": Text("おっしゃったこと", "What they say"),
    "second": Text("もう一つの項目", "Second item"),
    "search": Text("検索", "Search"),
    "searched_by": Text("検索できる項目:", "Search by:"),
    "result": Text("結果", "Result"),
    "nobody": Text("見つかりません", "No one was found"),
    "nobody_said": Text(
        "入力した項目をすべて持つ方はいません。別の項目でお試しください。",
        "No one matches everything you entered. Try another item.",
    ),
    "second_wanted": Text("もう一つの項目で確認してください", "Confirm with a second item"),
    "second_said": Text(
        "二つの項目が一致するまで、どなたかは表示しません。", "Until two items agree, nothing is shown."
    ),
    "several": Text("人が見つかりました", "people were found"),
    "several_said": Text("もう一つの項目を加えると絞り込めます。", "A second item narrows it down."),
    "open": Text("開く", "Open"),
    "granted": Text("この目的で見られる項目", "What this purpose lets you see"),
    "found_by": Text("一致した項目:", "Matched on:"),
    "hidden": Text(
        "しばらく操作がなかったので、表示を消しました。お電話や用件は続いています。",
        "This was hidden because nothing was touched for a while. The call or work goes on.",
    ),
    "refused_fields": Text("見られない項目", "What it does not let you see"),
    "reason": Text("理由", "Why"),
    "remedy_head": Text("必要な手続", "What would help"),
    "which": Text("どの条項なら見られるか", "Which clause would let me?"),
    "which_said": Text(
        "値は開きません。尋ねたことは証跡に残ります。", "No value is opened; that you asked is on record."
    ),
    "ask": Text("尋ねる", "Ask"),
    "would_be": Text("この目的で見られます", "This purpose lets you"),
    "next_person": Text("次の方", "Next person"),
    "person_page": Text("ご本人のページ", "The person's page"),
    "person_said": Text(
        "ご本人にお見せできるものだけです。控えるべきものは初めから除かれています。",
        "Only what the person may see. Whatever must be withheld is not here.",
    ),
    "held": Text("保有している情報と出どころ", "What is held, and from where"),
    "value": Text("値", "Value"),
    "purposes": Text("利用目的", "Purposes"),
    "valid_from": Text("いつから", "Valid from"),
    "recorded": Text("記録日", "Recorded"),
    "past": Text("過去", "past"),
    "chosen": Text("同意とお断り", "Consents and refusals"),
    "consent_to": Text("同意:", "consent to"),
    "withdrawn": Text("撤回", "withdrawn"),
    "uses": Text("利用の証跡", "Who used it, for what"),
    "was_refused": Text("拒否", "refused"),
    "caller": Text("お話しの方", "Who speaks"),
    "services_of": Text("ご契約・ご利用中のサービス", "Contract and services"),
    "contract_of": Text("ご契約", "The contract"),
    "caller_person": Text("ご本人", "The person"),
    "caller_family": Text("ご家族", "Family"),
    "caller_agent": Text("代理人", "An agent"),
    "caller_other_said": Text("権限の書面を確認してから表示", "shown after their authority is seen"),
    "caller_known": Text("本人確認済み", "Known"),
    "caller_unknown": Text("本人確認前", "Not known yet"),
    "authority_seen": Text("権限確認済み", "authority seen"),
    "authority_wanted": Text("権限の書面が必要です", "Their authority is wanted"),
    "authority_said": Text(
        "委任状、戸籍などの写しを登録するまで、値は表示されません。写しは封をして一年間保管します。",
        "Nothing shows until a copy of the mandate, register or order is kept. It is sealed, and kept for a year.",
    ),
    "authority_paper": Text("書面の写し", "Copy of the paper"),
    "authority_keep": Text("確認して登録する", "I have seen it: keep it"),
    "of_organisation": Text("法人のお客さま", "An organisation"),
    "compared_by": Text("本人確認に使う項目:", "Known by:"),
    "tries_left": Text("この用件で試せる残りの回数:", "Tries left:"),
    "next_call": Text("次のお電話・ご来店", "Next caller"),
    "search_again": Text("検索へ戻る", "Back to the search"),
    "kept_back": Text("表示できません", "Nothing can be shown"),
    "show_again": Text("もう一度表示する", "Show it again"),
    "back_to_values": Text("表示へ戻る", "Back to what is open"),
    "copy": Text("コピー", "Copy"),
    "print": Text("印刷する", "Print"),
    "take_file": Text("ファイルに取り出す", "Save as a file"),
    "take_said": Text(
        "コピー・印刷・取り出しは、それぞれ証跡に残ります。", "Copying, printing and saving are each recorded."
    ),
    "take_none": Text(
        "この目的では、コピー・印刷・取り出しはできません。",
        "Nothing may be copied, printed or saved for this purpose.",
    ),
    "copied": Text("コピーしました。", "Copied."),
    "taken_copy": Text("コピー用の表示", "To copy"),
    "taken_print": Text("印刷用の表示", "To print"),
    "taken_said": Text("取り出したことは証跡に残りました。", "It is on record that this was taken out."),
    "print_said": Text(
        "この画面の値は印刷されません。「印刷する」から印刷してください（証跡に残ります）。",
        "Values on this screen are not printed. Use the Print button, which is recorded.",
    ),
    "ask_now": Text("いま同意を伺う", "Ask for consent now"),
    "ask_now_said": Text(
        "次のとおり読み上げ、お答えを記録します。読み上げた文言は、同意の証拠として残ります。",
        "Read this out and record the answer. The wording is kept as evidence of the consent.",
    ),
    "said_yes": Text("「はい」と答えた", "They said yes"),
    "said_no": Text("「いいえ」と答えた", "They said no"),
    "consent_given": Text("同意を記録しました。", "The consent is on record."),
    "consent_declined": Text(
        "同意をいただけなかったことを記録しました。値は開きません。",
        "It is on record that they declined. Nothing is shown.",
    ),
    "exports": Text("まとめて取り出す", "Bulk export"),
    "exports_said": Text(
        "すべての方の、目的に必要な項目を一つの CSV にします。提案し、別の人の承認を得てから、一度だけ取り出せます。",
        "One CSV file with the items a purpose needs, for everybody. Propose it, have another person approve it, and "
        "download it once.",
    ),
    "export_propose": Text("取り出しを提案する", "Propose the export"),
    "on_this_page": Text("このページの内容", "On this page"),
    "refusal_of": Text("お断り:", "refusal of"),
    "lifted": Text("取り消し", "lifted"),
    "given_out": Text("開示と提供", "Disclosed, and given to others"),
    "requests": Text("ご請求", "Requests"),
    "not_built": Text("未実装: ご請求の受付の画面はまだありません", "Not built: no screen takes requests yet"),
    "receipt": Text("受領証", "Receipt"),
    "receipt_said": Text(
        "受領証は、独立した検証プログラム（seiyaku-verify）で確かめられます。",
        "A receipt can be checked with the independent verifier (seiyaku-verify).",
    ),
    "records_page": Text("第三者提供の記録", "Records of provision"),
    "records_open": Text("第三者提供の記録を開く", "Open the records of provision"),
    "records_said": Text(
        "法33条5項の記録です。開くことも証跡に残ります。", "Records of art. 33(5). Opening them is on record."
    ),
    "record_day": Text("日", "Day"),
    "record_times": Text("回", " times"),
    "record_kind": Text("種別", "Kind"),
    "record_provided": Text("提供", "provided"),
    "record_received": Text("受領", "received"),
    "record_party": Text("相手", "To or from"),
    "record_basis": Text("根拠", "Ground"),
}
