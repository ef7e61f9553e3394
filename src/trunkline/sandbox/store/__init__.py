"""The database of the sandbox: its schema, connection, settings and derived counts."""
