"""Accounts and servers of commands: stored log-ins, the options that choose one, and the open session of a command.

A session may use the clients and `cli.output`; commands use `with_session`, and nothing else of what is below it.
Nothing here imports the HTTP library before a session is opened, so that help and completion are quick.
"""
