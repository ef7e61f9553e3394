"""Uploaded files: recognition, limits, previews, and processing in the background.

This room may import `http` and `store`.
"""
