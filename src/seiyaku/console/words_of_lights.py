"""What the checks behind the lights are called where they are told one by one, in both languages (policy 0 to 12)."""

from __future__ import annotations

from seiyaku.core.language import Text

CHECKS: dict[str, Text] = {
    "attested": Text("人による確認", "Attested by a person"),
    "none": Text("まだない点検", "No check yet"),
    "operator": Text("事業者", "Operator"),
    "versions": Text("版と公表", "Versions"),
    "law": Text("準拠法", "Governing law"),
    "held": Text("保有する項目", "Items held"),
    "sources": Text("情報の入り口", "Sources"),
    "special-care": Text("要配慮個人情報", "Special-care information"),
    "use": Text("利用と拒否", "Uses and refusals"),
    "purposes": Text("利用目的", "Purposes"),
    "provisions": Text("提供", "Provision"),
    "history": Text("新しさと期限", "Freshness and ends"),
    "forms": Text("様式の項目", "Items of the forms"),
    "anonymised": Text("匿名加工情報", "Anonymised information"),
    "partners": Text("取引先", "Partners"),
    "consents": Text("同意の記録", "Records of consent"),
    "notices": Text("事前のお知らせ", "Notices"),
    "safeguards": Text("安全管理の点検", "Safeguards"),
    "staff": Text("職員と二要素認証", "Staff and second factors"),
    "training": Text("研修", "Training"),
    "pledges": Text("秘密保持の誓約", "Pledges of confidentiality"),
    "reviews": Text("利用の点検", "Reviews of use"),
    "managing": Text("管理責任", "Overall management"),
}
