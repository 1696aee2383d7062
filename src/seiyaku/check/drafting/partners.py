"""The kinds of partner that the drafted provisions go to, each with the terms it is bound by."""

from __future__ import annotations

from typing import Any

from seiyaku.core.language import Text

from .reading import Reading, label

PARTNERS: dict[str, Text] = {
    "delivery-carrier": Text("配送事業者", "Delivery carrier"),
    "collection-agent": Text("回収・決済の代行業者", "Collection and settlement agent"),
    "payment-institution": Text("決済機関", "Payment institution"),
    "contractor": Text("業務委託先", "Contractor"),
    "mailing-house": Text("発送代行業者", "Mailing house"),
    "law-office": Text("法律事務所", "Law office"),
    "authority": Text("行政・司法機関", "Authority"),
    "successor": Text("事業の承継者", "Successor of a business"),
    "option-provider": Text("オプションサービスの事業者", "Provider of an optional service"),
    "joint-user": Text("共同利用者", "Joint user"),
    "partner-abroad": Text("外国にある相手", "A partner abroad"),
    "laboratory": Text("検査会社", "Laboratory"),
    "hospital": Text("医療機関・薬局", "Clinics and pharmacies"),
    "other-recipient": Text("その他の提供先", "Another recipient"),
}
NO_CONTRACT = Text(
    "契約と監督の定めが書かれていません（法25条）", "contract and supervision are not mentioned (art. 25)"
)


def draft(reading: Reading) -> None:
    """One kind of partner for each that a provision goes to, under the clause on contracts where there is one."""
    agreed = reading.first("(秘密保持|守秘|機密保持)(契約|義務)")
    contract = reading.first("委託.{0,40}(契約|監督)|契約.{0,20}(締結|取り交わ)|監督")
    for provision in list(reading.drafts.of("provisions").values()):
        for kind in provision.keys["to"]:
            if kind == "any" or reading.drafts.has("partners", kind):
                continue
            said = agreed or provision.said
            terms = ["confidentiality"] if agreed else []
            entrusted = provision.keys["character"] == "entrustment"
            if entrusted:
                terms = ["confidentiality", "safeguards", "no-own-use", "return-or-erase"]
            asked = [] if agreed or contract or not entrusted else [NO_CONTRACT]
            keys: dict[str, Any] = {"supervise_every": "1y"} if entrusted else {}
            if kind == "authority":
                keys["state"] = True
            made = reading.drafts.add(
                "partners", kind, said, clause=provision.clause if said is None else said.clause, unclear=asked,
                assumed={"supervise_every", "state", *(() if agreed and not entrusted else ("terms",))},
                label=label(PARTNERS[kind]), terms=terms, **keys,
            )  # fmt: skip
            if provision.said is not None:
                made.sources["label"] = provision.said
