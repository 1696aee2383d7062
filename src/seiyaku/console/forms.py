"""Forms in both languages: a field's label is the word of its name."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import get_language

from seiyaku.core.language import Language
from seiyaku.people import tries

from .words import WORDS


class HouseForm(forms.Form):
    """A form whose labels and helps are words of the house: the field `kind` is called what `kind` is called."""

    language: Language
    words: dict[str, str] = {}  # noqa: RUF012  # field name -> the word it is called by, where that differs

    def __init__(self, *args: Any, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language, self.label_suffix = language, ""
        for name, field in self.fields.items():
            word = self.words.get(name, name)
            field.label = WORDS[word].say(language)
            if f"{word}_help" in WORDS:
                field.help_text = WORDS[f"{word}_help"].say(language)


def _secret(purpose: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": purpose})


class NewPassword(HouseForm):
    """A password, twice."""

    new_password = forms.CharField(max_length=256, widget=_secret("new-password"), strip=False)
    again = forms.CharField(max_length=256, widget=_secret("new-password"), strip=False)

    def clean(self) -> dict[str, Any]:
        """Refuse two that differ."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("new_password") != said.get("again"):
            self.add_error("again", WORDS["differ"].say(self.language))
        return said


class Invitation(NewPassword):
    """An invitation's code, and the password its owner chooses."""

    field_order: tuple[str, ...] = ("code", "new_password", "again")
    code = forms.CharField(max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))


class Setup(Invitation):
    """The setup code, and who the first account is for."""

    login = forms.CharField(max_length=64, widget=forms.TextInput(attrs={"autocomplete": "username"}))
    kind = forms.ChoiceField()
    field_order = ("code", "login", "kind", "new_password", "again")

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101  # told to the type checker
        kind.choices = kinds


class OwnPassword(NewPassword):
    """The present password, and the next."""

    old_password = forms.CharField(max_length=256, widget=_secret("current-password"), strip=False)
    field_order = ("old_password", "new_password", "again")


def _said(word: str) -> str:
    language: Language = "en" if get_language() == "en" else "ja"
    return WORDS[word].say(language)


class SignIn(LoginForm):  # type: ignore[misc]  # ships no types
    """django-allauth's form, in this house's words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name in ("login", "password"):
            field = self.fields[name]
            field.label = _said(name)
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)


class _Counted(BaseAuthenticateForm):  # type: ignore[misc]  # ships no types
    """django-allauth counts codes in the memory of one process; the house counts them, and uses each up, for all."""

    def clean_code(self) -> str:
        """Return a code that proves the factor, has not been used, and did not come after too many wrong ones."""
        if not tries.may_try_code(self.user):
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()
        if not tries.use_up(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class Code(_Counted, AuthenticateForm):  # type: ignore[misc]  # ships no types
    """A code at signing in."""


class CodeAgain(_Counted, ReauthenticateForm):  # type: ignore[misc]  # ships no types
    """A code before something that matters."""


class _Named(forms.Form):
    """django-allauth's forms of keys, in this house's words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if f"key_form_{name}" in WORDS:
                field.label = _said(f"key_form_{name}")
            if f"key_form_{name}_help" in WORDS:
                field.help_text = _said(f"key_form_{name}_help")


class NewKey(_Named, AddWebAuthnForm):  # type: ignore[misc]  # ships no types
    """A key that is added."""


class RenamedKey(_Named, EditWebAuthnForm):  # type: ignore[misc]  # ships no types
    """A key that is called something else."""
