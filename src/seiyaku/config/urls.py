"""Every URL, room by room. What the first page does not need is imported when it is asked for first (S1)."""

from __future__ import annotations

from types import ModuleType
from typing import Any, cast

from django.urls import URLPattern, URLResolver, clear_url_caches, include, path
from django.urls.resolvers import RoutePattern
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import get_language

from seiyaku.portal.late import Late


class WhenAsked(URLResolver):
    """
    The addresses of a room that is imported when one of them is asked for first, or looked up by its namespace.

    Without a namespace its names are known once it is imported, or the one that stands `beside` it: they are the
    business of that room alone.
    """

    _namespace_dict: dict[str | None, dict[str, Any]]
    _app_dict: dict[str | None, dict[str, list[str]]]

    def __init__(
        self, route: str, module: str, namespace: str | None = None, *, beside: WhenAsked | None = None
    ) -> None:
        """Stand below `route`; `beside` is imported along with it."""
        super().__init__(RoutePattern(route), module, app_name=namespace, namespace=namespace)
        self._beside = beside

    @cached_property
    def urlconf_module(self) -> ModuleType:
        """Import the room; names that were looked up before it came are looked up anew."""
        module = cast("ModuleType", super().urlconf_module)
        if self._beside is not None:
            self._beside.urlconf_module  # noqa: B018  # imported by being asked for
        clear_url_caches()
        return module

    def _populate(self) -> None:
        if "urlconf_module" in self.__dict__:
            super()._populate()
            return
        language = get_language()
        self._namespace_dict[language], self._app_dict[language] = {}, {}
        self._reverse_dict[language] = MultiValueDict()


account = WhenAsked("console/account/", "seiyaku.console.account_urls")
urlpatterns: list[URLPattern | URLResolver] = [
    WhenAsked("api/v1/", "seiyaku.rest.urls", "seiyaku.rest.urls"),
    path("design", Late("seiyaku.console.views.design", "page"), name="design"),
    account,
    WhenAsked("console/", "seiyaku.console.urls", "console", beside=account),
    path("", include("seiyaku.portal.urls")),
]
handler404 = "seiyaku.portal.views.missing"
