"""Views whose module is imported when somebody asks for them first, not when the first page is (S1)."""

from __future__ import annotations

from importlib import import_module
from typing import Any, cast

from django.http import HttpRequest, HttpResponse


class Late:
    """The view `name` of a module."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name

    def __call__(self, request: HttpRequest, **named: Any) -> HttpResponse:
        """Answer as the view does."""
        return cast("HttpResponse", self.view(request, **named))

    @property
    def view(self) -> Any:
        """Return the view itself."""
        return getattr(import_module(self.module), self.name)

    @property
    def csrf_exempt(self) -> bool:
        """Whether the view says that it needs no token: asked by Django before each call."""
        return bool(getattr(self.view, "csrf_exempt", False))
