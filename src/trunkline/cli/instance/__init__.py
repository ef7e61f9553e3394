"""The commands instance: a server as it describes itself, also one without an account there."""
