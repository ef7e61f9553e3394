"""Reconnecting after a failure, and reading from lists what was missed meanwhile."""
