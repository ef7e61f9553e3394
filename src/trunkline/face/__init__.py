"""Old programs: choose which library they import as `mastodon`, and examine an installation.

All modules here work when click, rich or the HTTP library are missing or broken.
"""
