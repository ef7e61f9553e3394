"""Moderation: actions, reports, server blocks, permissions of roles, and the figures of the dashboard.

This package may import `rules`, `http` and `store`.
"""
