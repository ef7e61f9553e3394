"""The sync and the async loop that perform requests over one HTTP library: all I/O of requests is here.

May import `protocol` and what is below it.
"""
