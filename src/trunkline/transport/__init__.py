"""Sync and async drivers that perform flows over the HTTP library; all I/O of requests is here.

May use `protocol` and what is below it.
"""
