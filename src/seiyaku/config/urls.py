"""Every URL, room by room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("seiyaku.rest.urls")),
    path("console/", include("seiyaku.console.urls")),
    path("", include("seiyaku.portal.urls")),
]
handler404 = "seiyaku.portal.views.missing"
