"""The database: schema, connection, settings, passwords, time.

This package imports nothing of the sandbox.
"""
