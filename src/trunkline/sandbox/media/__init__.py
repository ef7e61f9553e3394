"""Uploaded files: kinds, sizes, previews, and work that goes on after the answer."""
