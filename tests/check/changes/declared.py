"""What is declared beside the good policies, whose prose does not say it (or does): L03."""

from __future__ import annotations

BREAKS: dict[str, list[tuple[str, dict[str, str]]]] = {
    "L03": [
        ("clinic", {"form:survey": "満足度の調査"}),
        ("shop", {"purpose:recruit": "採用選考"}),
        ("telecom", {"form:resume": "採用選考\n入社手続"}),
        ("shop", {"purpose:credit": "与信審査"}),
        ("clinic", {"form:newsletter": "健康講座の開催案内"}),
    ],
}

NEAR: dict[str, list[tuple[str, dict[str, str]]]] = {
    "L03": [
        ("clinic", {"form:intake": "診察と治療"}),
        ("clinic", {"purpose:claims": "医療保険の請求事務"}),
        ("shop", {"form:order": "商品の発送\n代金の請求"}),
        ("telecom", {"purpose:accounts": "アカウントの管理"}),
        ("telecom", {"form:contact": "お問い合わせへの対応", "purpose:billing": "利用料金の請求"}),
    ],
}
