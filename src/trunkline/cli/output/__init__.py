"""Helpers that print: the console, harmless text, statuses and accounts."""
