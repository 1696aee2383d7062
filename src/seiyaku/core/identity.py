"""
What a person says about themselves, written in one way, so that it can be found and compared (promises 1-1, 7-2).

`normalise` is what blind indexes and comparisons lean on; it changes nothing that is kept. Each type has its rule:

* name: width, old and variant forms of characters, spaces and dots between the parts, （株）
* kana: half-width, hiragana, small kana, the long vowel however typed
* phone: E.164; postal-code: seven digits; email: width, case, international domain; date: Japanese or Western
* address: width, variants, 丁目・番地・号, kanji numerals before them; prefecture: its full name
* my-number, corporate-number: their digits, if the check digit is right

An error says the type, a shape, and what was expected, never the value. Not here: what the person meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from . import era, phones
from .codes import corporate_number_stands, individual_number_stands
from .errors import InputError
from .terms import FieldType
from .variants import FOLD, fold
from .width import DASHES, HYPHEN, dashes, katakana, long_vowels, plain

LONGEST = 1000
LABEL_AT_MOST = 63  # octets of one label of a domain (RFC 1035)
_PLACES = """
北海道 hokkaido  青森県 aomori  岩手県 iwate  宮城県 miyagi  秋田県 akita  山形県 yamagata  福島県 fukushima
茨城県 ibaraki  栃木県 tochigi  群馬県 gunma  埼玉県 saitama  千葉県 chiba  東京都 tokyo  神奈川県 kanagawa
新潟県 niigata  富山県 toyama  石川県 ishikawa  福井県 fukui  山梨県 yamanashi  長野県 nagano  岐阜県 gifu
静岡県 shizuoka  愛知県 aichi  三重県 mie  滋賀県 shiga  京都府 kyoto  大阪府 osaka  兵庫県 hyogo  奈良県 nara
和歌山県 wakayama  鳥取県 tottori  島根県 shimane  岡山県 okayama  広島県 hiroshima  山口県 yamaguchi
徳島県 tokushima  香川県 kagawa  愛媛県 ehime  高知県 kochi  福岡県 fukuoka  佐賀県 saga  長崎県 nagasaki
熊本県 kumamoto  大分県 oita  宮崎県 miyazaki  鹿児島県 kagoshima  沖縄県 okinawa
"""
PREFECTURES = tuple(_PLACES.split()[::2])
_PREFECTURE = {
    **{name: name for name in PREFECTURES},
    **{name[:-1]: name for name in PREFECTURES if name != "北海道"},
    **dict(zip(_PLACES.split()[1::2], PREFECTURES, strict=True)),
}
_SEX = {
    **dict.fromkeys(("男", "男性", "male", "m", "man", "♂"), "male"),
    **dict.fromkeys(("女", "女性", "female", "f", "woman", "♀"), "female"),
    **dict.fromkeys(("その他", "other", "x", "ノンバイナリー", "non-binary"), "other"),
    **dict.fromkeys(("無回答", "未回答", "回答しない", "答えない", "undisclosed", "no answer", "-"), "undisclosed"),
}
_BETWEEN = re.compile(r"[\s・･·=、,.]+")
_KANA = re.compile(r"[ァ-ヺーa-z'\-0-9()&]*")
_SEVEN = re.compile("[0-9]{7}")
_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_PLACE_KANA = str.maketrans("ヵヶ", "カケ")
_OF_NAMES = FOLD | _PLACE_KANA | HYPHEN  # nothing that one of them writes is read by another
_SIGNS_OF_REPETITION = re.compile("[々〻ヽヾゝゞ]")
_REPEATED = re.compile(r"(.)[々〻]")
_REPEATED_KANA = re.compile(r"([ァ-ヺぁ-ゖ])([ヽヾゝゞ])")
_FIRMS = {"(株)": "株式会社", "(有)": "有限会社", "(合)": "合同会社", "(資)": "合資会社", "(名)": "合名会社"}
_FIRMS |= {
    "(一社)": "一般社団法人",
    "(一財)": "一般財団法人",
    "(医)": "医療法人",
    "(社)": "社団法人",
    "(財)": "財団法人",
}
_MAIL = re.compile(
    r"[^\s@<>()\[\]\\,;:\x00-\x20\x7f]{1,64}@(?:[^\W_]|[^\W_][\w-]{0,61}[^\W_])(?:\.[^\W_](?:[\w-]*[^\W_])?)+"
)
_POSTAL_FILL = re.compile(r"[〒〶\s-]")
_CODE_FILL = re.compile(r"[\s-]")
_CHOME = re.compile(r"([〇一二三四五六七八九十]+)(?=丁目|番|号|-)")
_BLOCK = re.compile(r"(?<=[0-9])(?:丁目|番地の|番地|番|号室|号棟|号|の(?=[0-9]))")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")


def normalise(kind: FieldType, value: str) -> str:
    """
    Return the value as it is found and compared by.

    Raises:
        InputError: it is none of its type; `where` is the type, and the value is not repeated.
    """
    if len(value) > LONGEST and kind not in {"text", "history"}:
        raise InputError(kind, f"more than {LONGEST} characters", "a value")
    if _CONTROL.search(value):
        raise InputError(kind, "a control character", "text")
    written = _RULES[kind](value)
    if not written:
        raise InputError(kind, "nothing", "a value")
    return written


def same(kind: FieldType, held: str, said: str) -> bool:
    """Tell whether what is held and what was said are the same; something unreadable is the same as nothing."""
    try:
        return normalise(kind, held) == normalise(kind, said)
    except InputError:
        return False


def _again(text: str) -> str:
    """Write signs of repetition out: 佐々木 as 佐佐木, いすゞ as イスズ."""
    if not _SIGNS_OF_REPETITION.search(text):
        return text
    while (written := _REPEATED.sub(r"\1\1", text)) != text:
        text = written

    def kana(match: re.Match[str]) -> str:
        return match[1] + (match[1] if match[2] in "ヽゝ" else plain(match[1] + "\u3099"))

    return _REPEATED_KANA.sub(kana, text)


def _name(value: str) -> str:
    text = plain(value)
    if "(" in text:
        for brief, full in _FIRMS.items():
            text = text.replace(brief, full)
    text = long_vowels(text)
    if _SIGNS_OF_REPETITION.search(text):
        text = _again(fold(text))
    return _BETWEEN.sub("", text.translate(_OF_NAMES)).casefold()


def _kana(value: str) -> str:
    text = _again(katakana(plain(value)))
    text = _BETWEEN.sub("", long_vowels(text)).translate(_SMALL).translate(HYPHEN).casefold()
    if not _KANA.fullmatch(text):
        raise InputError("kana", "characters that are not kana", "kana, in whatever width")
    return text


def _postal_code(value: str) -> str:
    if value.isascii() and len(usual := value.replace("-", "")) == 7 and usual.isdigit():
        return usual
    digits = _POSTAL_FILL.sub("", dashes(plain(value)))
    if not _SEVEN.fullmatch(digits):
        raise InputError(
            "postal-code", f"{sum(c.isdecimal() for c in digits)} digits", "seven digits, such as 150-0001"
        )
    return digits


def _email(value: str) -> str:
    text = dashes(plain(value)).removeprefix("mailto:").casefold().rstrip(".")
    if not _MAIL.fullmatch(text):
        raise InputError("email", "something that is not one", "an address such as name@mail.example")
    local, _, domain = text.rpartition("@")
    if domain.isascii() and max(map(len, domain.split("."))) <= LABEL_AT_MOST:
        return text  # what the codec answers for it too
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise InputError("email", "a domain that cannot be", "an address such as name@mail.example") from None


def _date(value: str) -> str:
    return era.read(value).isoformat()


def _address(value: str) -> str:
    text = fold(plain(value)).translate(_PLACE_KANA)
    text = re.sub(r"\A〒?\s*[0-9]{3}[-ー−‐]?[0-9]{4}(?![0-9])(?=\s*\D)", "", text).replace("大字", "")
    text = _CHOME.sub(lambda match: era.kanji_numbers(match[1]), long_vowels(text))
    text = re.sub(r"(?<=[0-9])\s*[-‐‑‒–—―−ー]\s*(?=[0-9a-zA-Z])", "-", text)
    text = _BLOCK.sub("-", re.sub(r"\s", "", text))
    return re.sub(r"-+", "-", text).rstrip("-").replace("-階", "階").casefold()


def _prefecture(value: str) -> str:
    said = re.sub(r"[ -](?:to|fu|ken|do|prefecture|metropolis)\Z", "", fold(plain(value)).casefold())
    if said not in _PREFECTURE:
        raise InputError("prefecture", "something that is not one", "one of the 47, such as 東京都")
    return _PREFECTURE[said]


def _sex(value: str) -> str:
    said = plain(value).casefold()
    if said not in _SEX:
        raise InputError("sex", "a word not known", "男, 女, その他 or 無回答")
    return _SEX[said]


def _number(value: str) -> str:
    text = re.sub(r"[\s,¥円]", "", plain(value)).translate(DASHES)
    text = re.sub(r"\A[▲△]", "-", text)
    try:
        number = Decimal(text) if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", text) else None
    except InvalidOperation:
        number = None
    if number is None:
        raise InputError("number", "something that is not one", "digits, such as 1,234")
    exact = f"{number:f}"
    exact = exact.rstrip("0").rstrip(".") if "." in exact else exact
    return "0" if not exact.strip("-0.") else exact


def _code(value: str) -> str:
    if value.isascii() and value.isalnum():
        return value.upper()
    return _CODE_FILL.sub("", dashes(plain(value))).upper()


def _individual_number(value: str) -> str:
    digits = _code(value)
    if not individual_number_stands(digits):
        raise InputError("my-number", f"{len(digits)} characters", "12 digits with their right check digit")
    return digits


def _corporate_number(value: str) -> str:
    digits = _code(value).removeprefix("T")
    if not corporate_number_stands(digits):
        raise InputError("corporate-number", f"{len(digits)} characters", "13 digits with their right check digit")
    return digits


def _text(value: str) -> str:
    return plain(value).casefold()


def _file(_: str) -> str:
    raise InputError("file", "a file", "a type that can be compared")


_RULES: dict[FieldType, Callable[[str], str]] = {
    "name": _name, "kana": _kana, "phone": phones.normalise, "postal-code": _postal_code, "email": _email,
    "date": _date, "address": _address, "prefecture": _prefecture, "sex": _sex, "number": _number,
    "member-number": _code, "my-number": _individual_number, "corporate-number": _corporate_number,
    "text": _text, "choice": _text, "history": _text, "file": _file,
}  # fmt: skip
