"""Every URL, room by room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern

from seiyaku.console.views import design


class WhenAsked(URLResolver):
    """
    The addresses of a room that is imported when one of them is asked for first, not when the first page is (S1).

    Nobody looks one up by its name: Django would import the room to know the names of all others.
    """

    def __init__(self, route: str, module: str) -> None:
        """Stand below `route`; the name of the module is its namespace, so that its names are nobody else's."""
        super().__init__(RoutePattern(route), module, app_name=module, namespace=module)

    def _populate(self) -> None:
        if "urlconf_module" in self.__dict__:
            super()._populate()


urlpatterns: list[URLPattern | URLResolver] = [
    WhenAsked("api/v1/", "seiyaku.rest.urls"),
    path("design", design.page, name="design"),
    path("console/", include("seiyaku.console.urls")),
    path("", include("seiyaku.portal.urls")),
]
handler404 = "seiyaku.portal.views.missing"
