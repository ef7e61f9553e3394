"""Servers that lie, in a fleet with honest ones: what they may reach, and what never."""
