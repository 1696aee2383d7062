"""Every URL, room by room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from seiyaku.console.views import design

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("seiyaku.rest.urls")),
    path("design", design.page, name="design"),
    path("console/", include("seiyaku.console.urls")),
    path("", include("seiyaku.portal.urls")),
]
handler404 = "seiyaku.portal.views.missing"
