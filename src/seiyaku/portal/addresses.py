"""Where each public page is: Japanese at the root, English below /en/, a version at the day it takes effect."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from seiyaku.core.language import Language
from seiyaku.policy.queries import Published


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of the pages in one language."""

    language: Language

    @property
    def other(self) -> Addresses:
        """Return the addresses of the same pages in the other language."""
        return Addresses("en" if self.language == "ja" else "ja")

    def home(self) -> str:
        """Return where the policy in force is."""
        return reverse(f"portal-{self.language}:home")

    def versions(self) -> str:
        """Return where the versions are listed."""
        return reverse(f"portal-{self.language}:versions")

    def feed(self) -> str:
        """Return where the feed is."""
        return reverse(f"portal-{self.language}:feed")

    def retained(self) -> str:
        """Return where the matters on retained personal data are."""
        return reverse(f"portal-{self.language}:retained")

    def anonymised(self) -> str:
        """Return where anonymised information is published."""
        return reverse(f"portal-{self.language}:anonymised")

    def mine(self) -> str:
        """Return where customers have their own page."""
        return reverse(f"portal-{self.language}:mine")

    def version(self, shown: Published) -> str:
        """Return where one version is, for good."""
        return reverse(f"portal-{self.language}:version", args=[shown.effective])

    def difference(self, before: Published, after: Published) -> str:
        """Return where two versions stand side by side."""
        return reverse(f"portal-{self.language}:difference", args=[before.effective, after.effective])

    def refusal(self, entry: str) -> str:
        """Return where one refusal is said in words."""
        return reverse(f"portal-{self.language}:refusal", args=[entry])

    def static(self) -> str:
        """Return where style and pictures are."""
        return str(settings.STATIC_URL)
