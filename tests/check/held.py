"""
What lawyers would write beside the policies in `texts/held`: written before the rules met them, in other styles.

`MUST`: the rules that must speak, with the clause where it matters; `MAY`: those over which one may differ.
"""

from __future__ import annotations

MUST: dict[str, set[str]] = {
    "app-bad": {
        "L02", "L04@2-1", "L04@2-2", "L04@2-3", "L05", "L06", "L10", "L11", "L17@4", "L18@4", "L19@5", "L20@3-1",
        "L20@3-2", "L20@3-3", "L23@6", "L31", "L32", "L36@7", "L42",
    },
    "association-new": set(),
    "beauty-bad": {
        "L02", "L04@2-3", "L06@7", "L07", "L09", "L10", "L11", "L14@4", "L19@6", "L20@3-2", "L20@3-3", "L20@3-4",
        "L23@6", "L25@7", "L26@7", "L27@7", "L28", "L29@1", "L31", "L32", "L36@5", "L39@2-2", "L42", "L45@7",
    },
    "bank-group": {
        "L02", "L06", "L10", "L12", "L13@5", "L14@2", "L15@3", "L16@4", "L22@4", "L31", "L32", "L43@2", "L44@5",
    },
    "hotel-terms": {"L08@IV-e", "L20@III-c", "L33@VII"},
    "ec-subtle": {
        "L01@1", "L06@6", "L07@6", "L09@6", "L13@4", "L19@7", "L20@3-ア", "L20@3-イ", "L20@3-エ", "L21@3-ウ", "L23@8",
        "L26@6", "L27@6", "L28@6", "L31", "L32", "L33@10", "L36@5",
    },
    "hospital": {"L02", "L06@3", "L07", "L09", "L10", "L31", "L32"},
    "insurance": set(),
    "maker": set(),
    "media": set(),
    "pmark": set(),
    "platform-anon": {
        "L05", "L06", "L10", "L11", "L13@1-3-3", "L15@1-7", "L18@1-5", "L31", "L32", "L35@1-8", "L42", "L43@1-6", "L44",
    },
    "recruit": {"L07", "L08@4", "L10", "L22@2-2", "L26@4", "L27@4", "L28", "L32", "L37"},
    "saas": set(),
    "school-old": {"L02", "L06@5", "L09", "L10", "L28", "L31", "L32", "L37"},
    "template": {
        "L04@3-7", "L06", "L07", "L09", "L10", "L23@9-1", "L31", "L32", "L39@3-3", "L43@2",
    },
    "university": set(),
    "web-good-plain": set(),
}  # fmt: skip
MAY: dict[str, set[str]] = {
    "app-bad": {"L16"},
    "bank-group": {"L43", "L05"},
    "beauty-bad": {"L08", "L41", "L43"},
    "ec-subtle": {"L08", "L22", "L43"},
    "hospital": {"L04", "L08", "L11", "L22", "L28", "L36"},
    "insurance": {"L21"},
    "platform-anon": {"L16", "L20", "L21"},
    "recruit": {"L21"},
    "school-old": {"L07", "L08"},
    "template": {"L08"},
}
