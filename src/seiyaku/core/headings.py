"""What each kind of error is called, in both languages; its plain explanation is the class's docstring."""

from __future__ import annotations

from .errors import (
    Conflict,
    InputError,
    IntegrityError,
    NotFound,
    NotProven,
    PolicyError,
    Refused,
    SeiyakuError,
    Unavailable,
    WrongLines,
)
from .language import Text

HEADINGS: dict[str, Text] = {
    SeiyakuError.code: Text("うまくいきませんでした", "That did not work"),
    InputError.code: Text("渡されたものを使えません", "What was handed in cannot be used"),
    PolicyError.code: Text("ファイルを読み込めません", "The file does not load"),
    WrongLines.code: Text("使えない行があり、何も取り込みませんでした", "Lines cannot be used; nothing was taken"),
    Refused.code: Text("できません", "Refused"),
    NotFound.code: Text("見つかりません", "There is no such thing"),
    Conflict.code: Text("先に使われているか、版が進んでいます", "Somebody else was first"),
    NotProven.code: Text("どなたの操作か確かめられません", "Who is asking could not be proven"),
    Unavailable.code: Text("いまは受け付けられません", "Closed for now"),
    IntegrityError.code: Text("保管したものと一致しません", "What is kept is not what was put there"),
    "verification": Text("検証に失敗しました", "It does not verify"),
}
