"""The commands admin accounts."""
