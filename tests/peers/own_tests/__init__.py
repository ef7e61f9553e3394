"""The tests of Mastodon.py itself, from its source distribution, with that library and with this package.

They and their recorded answers are downloaded when they are run, and nothing of them is kept. The recordings are served
over a socket (`cassettes`), so that it does not matter which HTTP library a client uses.
"""
