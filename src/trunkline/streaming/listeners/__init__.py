"""Listeners and handles: streams as callbacks in the background."""
