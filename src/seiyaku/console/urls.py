"""The addresses of the console. None names a customer: what is about somebody is asked for in the body."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

from .views import entering, first_page, own, safety

console = [
    path("", first_page.policy, name="home"),
    path("security", safety.page, name="security"),
    path("language", entering.language, name="language"),
    path("first", entering.first, name="first"),
    path("invitation", entering.invited, name="invited"),
    path("self", own.page, name="self"),
    path("self/end", own.end, name="self-end"),
    path("self/password", own.password, name="self-password"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((console, "console"))),
    path("account/sign-in", account.login, name="account_login"),
    path("account/sign-out", account.logout, name="account_logout"),
    path("account/reauthenticate", account.reauthenticate, name="account_reauthenticate"),
    path("account/sign-up", account.signup, name="account_signup"),
    path("account/factors/", include("allauth.mfa.urls")),
]
