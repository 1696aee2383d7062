"""Tests of seiyaku.evidence."""
