"""Output helpers: the console, sanitised text, statuses and accounts.

All that commands print for people passes through here. May use `text` and `entities`, and no command.
"""
