"""The version of this distribution, in the one place that the build reads it from too."""

__version__ = "0.2.0"

USER_AGENT = f"trunkline/{__version__} (Mastodon for Python)"
"""How a client introduces itself that was given no user agent."""
