"""Sealed files with their own keys: contracts, scans, reasons, mails."""
