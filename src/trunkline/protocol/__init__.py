"""Requests as values, and their execution as flows: retries, rate limits, redirects and versions.

Without I/O and without a clock. May use the root modules and `text`.
"""
