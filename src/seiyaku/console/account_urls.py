"""The addresses below /console/account/ that django-allauth answers: signing in and out, second factors."""

from __future__ import annotations

from allauth.account import views
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in", views.login, name="account_login"),
    path("sign-out", views.logout, name="account_logout"),
    path("reauthenticate", views.reauthenticate, name="account_reauthenticate"),
    path("sign-up", views.signup, name="account_signup"),
    path("factors/", include("allauth.mfa.urls")),
]
