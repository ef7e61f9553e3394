"""The database: schema, connection, settings, passwords, time.

This room imports nothing of the sandbox.
"""
