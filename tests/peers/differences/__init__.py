"""What Mastodon.py does otherwise than this package, found by doing the same with both.

Each library runs in a process of its own, with the same program (`driver`) and against the same server. Its reports
are compared, and the differences printed by kind. See `__main__` for the command line.

What this package has beyond Mastodon.py (more names, more parameters that have to be named) is no difference.
"""
