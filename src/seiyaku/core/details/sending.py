"""What the outbox says when something is wrong, in Japanese: a table."""

from __future__ import annotations

PLACES: dict[str, str] = {
    "address": "宛先のアドレス",
    "secrets": "秘密の設定",
    "age": "age の公開鍵",
    "destination": "送り先",
    "package": "包み",
    "parcel": "送るもの",
}

SAID: dict[str, str] = {
    "the scheme {0}": "スキーム {0}",
    "{0}, then ://…": "{0} のあとに ://…",
    "for this channel: {0}": "この経路では: {0}",
    "a password in the address": "アドレスの中のパスワード",
    "the password among the secrets": "パスワードは秘密の設定のほうに",
    "no folder of this machine": "この機械のフォルダーでないもの",
    "{0}:///absolute/path": "{0}:///絶対パス",
    "an incomplete address": "足りないところのあるアドレス",
    "sftp://user@host/path": "sftp://利用者@ホスト/パス",
    "no host-key": "host-key がない",
    "the server's public key (ssh-ed25519 AAAA…): it is pinned": (
        "サーバーの公開鍵（ssh-ed25519 AAAA…）。これとだけつなぎます"
    ),
    "no proof of who we are, or two": "こちらを証明するものがないか、二つある",
    "password or private-key: one of them": "password か private-key のどちらか一方",
    "no bucket": "バケットがない",
    "s3://bucket/path": "s3://バケット/パス",
    "one of key and secret": "key と secret の片方だけ",
    "an incomplete address, or one with a query": "足りないところか、? 以降のあるアドレス",
    "https://host/path": "https://ホスト/パス",
    "an address without TLS": "TLS でないアドレス",
    "https:// beyond this machine": "この機械の外には https://",
    "a public key, age1…": "age1… で始まる公開鍵",
    "body": "その中身",
    "more than four gigabytes": "4 GiB を超えるもの",
    "at most 4 GiB": "4 GiB まで",
    "destination": "その送り先",
    "no name, or one that is too long": "名前がないか、長すぎる",
    "a destination of this name is there already": "この名前の送り先は、もうあります",
    "more than 64 MiB under a password": "パスワードで封をする 64 MiB を超えるもの",
    "a public key of the recipient (age)": "受け取る人の公開鍵（age）",
    "parcel": "その送るもの",
    "a name with other signs": "使えない文字のある名前",
    "small letters, digits and hyphens": "英小文字・数字・ハイフン",
    "the parcel is {0}, not {1}": "送るものの状態は {0} です（{1} のときだけできます）",
}
