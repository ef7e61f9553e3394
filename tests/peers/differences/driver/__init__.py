"""What is done with either library. It imports `mastodon` and the standard library, and is copied to be run."""
