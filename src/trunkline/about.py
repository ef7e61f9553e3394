"""Version and default User-Agent. The build reads the version from here."""

__version__ = "0.1.0"

USER_AGENT = f"trunkline/{__version__} (Mastodon for Python)"
"""Default User-Agent."""
