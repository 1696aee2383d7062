"""What every showing of a check says besides the findings themselves, in both languages."""

from __future__ import annotations

from seiyaku.core.language import Language, Text, joined
from seiyaku.core.lint.findings import Document, Report, Severity, Sureness

NO_ADVICE = Text(
    "法律上の助言ではありません。点検は見つけたことを知らせるだけで、何も認証しません。",
    "Not legal advice. A check reports, it certifies nothing.",
)
SEVERITIES: dict[Severity, Text] = {
    Severity.ERROR: Text("不適合", "error"),
    Severity.WARNING: Text("要確認", "warning"),
    Severity.INFO: Text("参考", "note"),
}
SURENESS: dict[Sureness, Text] = {
    Sureness.CERTAIN: Text("確か", "certain"),
    Sureness.LIKELY: Text("おそらく", "likely"),
    Sureness.POSSIBLE: Text("かもしれない", "possible"),
}
WORD: dict[str, Text] = {
    "title": Text("ポリシーの点検", "Policy check"),
    "of": Text("{0} の点検", "Check of {0}"),
    "clause": Text("条項", "clause"),
    "head": Text("文書の全体", "the document as a whole"),
    "line": Text("{0}行", "line {0}"),
    "articles": Text("条文", "Articles"),
    "suggestion": Text("直し方", "How to mend it"),
    "sureness": Text("確かさ", "How sure"),
    "findings": Text("見つかったこと", "Findings"),
    "text": Text("点検した文", "The text as it was read"),
    "none": Text("見つかったことはありません。", "Nothing was found."),
    "as_of": Text("{0}の法律による", "against the law of {0}"),
    "revision": Text("法の表の版 {0}", "law table {0}"),
    "read_as": Text("{0}、条項 {1}", "{0}, {1} clauses"),
    "unsure": Text(
        "条項の区切りは推定です（{0}）。番号の付け方を確かめてください。",
        "Where clauses begin is a guess ({0}): look at the numbering.",
    ),
    "no_clauses": Text(
        "条項が一つも見つかりません。ポリシーの文かどうかを確かめてください。",
        "Not one clause was found: is this the text of a policy?",
    ),
    "accepted": Text("受け入れ済み", "accepted"),
    "accepted_count": Text("受け入れ済み {0}件", "{0} accepted"),
    "until": Text("{0}まで", "until {0}"),
    "since": Text("{0}から", "since {0}"),
    "coming": Text("まだ施行されていません", "not in force yet"),
}


def head(document: Document) -> Text:
    """Say how a document was read: its kind, its encoding, and how many clauses were found."""
    count = sum(1 for _ in document.walk())
    file = [part for part in (document.kind, document.encoding) if part]
    return WORD["read_as"].filled(Text("、".join(file), ", ".join(file)), count)


def doubt(document: Document) -> Text | None:
    """Say that this may be no policy, or that its clauses are a guess, where that is so."""
    if not document.clauses:
        return WORD["no_clauses"]
    if document.sureness is Sureness.CERTAIN:
        return None
    how = SURENESS[document.sureness]
    return WORD["unsure"].filled(how)


def counts(report: Report, language: Language) -> str:
    """Say how many findings of each severity there are."""
    if not report.findings:
        return WORD["none"].say(language)
    said = []
    for severity, name in SEVERITIES.items():
        number = sum(finding.severity is severity for finding in report.findings)
        if number and language == "ja":
            said.append(f"{name.ja} {number}件")
        elif number:
            said.append(f"{number} {name.en}{'s' if number > 1 else ''}")
    return joined(said, language)


def place(clause: str | None, line: int, language: Language) -> str:
    """Say where something stands."""
    where = f"{WORD['clause'].say(language)} {clause}" if clause else WORD["head"].say(language)
    return f"{where} ({WORD['line'].say(language).format(line)})"
