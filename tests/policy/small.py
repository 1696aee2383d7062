"""A policy as small as one can be, to break in one place at a time."""

from __future__ import annotations

DAY = "2024-04-01"
SHOWN = """\
---
operator:
  id: mini
  name: {ja: 見本, en: Sample}
  address: {ja: 見本町, en: Mihon-cho}
  representative: {ja: 見本 一, en: Hajime Mihon}
  manager: {ja: 見本 二, en: Tsugu Mihon}
  desk: {ja: 窓口, en: Desk}
  email: desk@mini.example
effective: 2024-04-01
published: 2024-03-01
---

# 方針

## 1 個人情報

持つ項目です。

```yaml rule
fields:
  name:
    label: {ja: 氏名, en: Name}
    sheet: identity
    type: name
    findable: joined
  phone:
    label: {ja: 電話番号, en: Telephone}
    sheet: contact
    type: phone
    findable: alone
  allergy:
    label: {ja: アレルギー, en: Allergy}
    sheet: care
    class: special-care
```

### 1-1 担当

```yaml rule
staff:
  employee:
    label: {ja: 社員, en: Employee}
    inside: true
duties:
  manager: {label: {ja: 責任者, en: Manager}, reserved: true}
  key-holder: {label: {ja: 鍵, en: Keys}, reserved: true}
  gate-administrator: {label: {ja: 関門, en: Gate}, reserved: true}
  clerk: {label: {ja: 係, en: Clerk}, may: [find, read]}
partners:
  carrier: {label: {ja: 配送, en: Carrier}, supervise_every: 1y}
```

## 2 目的

```yaml rule
purposes:
  serve:
    label: {ja: 提供, en: Service}
    family: customer
    needs: [name, phone]
    duties: [clerk]
    keep: {until: relation-ends, for: 1y}
  supply:
    label: {ja: 仕入れ, en: Supply}
    family: partner
    needs: [name]
    duties: [clerk]
    keep: {until: acquired, for: 30d}
  care:
    label: {ja: 配慮, en: Care}
    family: consent
    needs: [allergy]
    duties: [clerk]
    keep: {until: consent-withdrawn, for: 1m}
notices:
  short:
    label: {ja: お知らせ, en: Notice}
    text: {ja: 提供に使います, en: To serve}
    purposes: [serve]
sources:
  form:
    label: {ja: 画面, en: Form}
    family: customer
    channel: form
    needs: [notice]
forms:
  sign-up:
    label: {ja: 申込, en: Sign-up}
    source: form
    notice: short
    purposes: [serve]
    fields: [name, phone]
    required: [name]
provisions:
  delivery:
    label: {ja: 配送, en: Delivery}
    to: [carrier]
    character: entrustment
    fields: [name, phone]
    law: ["27(5)(i)"]
    needs: [contract, supervision]
governing:
  japan: {law: japan}
```
"""
ENGLISH = """\
# Policy

## 1 Personal information

The items we hold.

### 1-1 Who

Duties.

## 2 Purposes

What for.
"""
