"""Seiyaku (誓約): turns a published privacy policy into the constraint that systems run under."""

__version__ = "0.1.0.dev0"
