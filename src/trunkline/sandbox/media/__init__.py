"""Uploaded files: recognition, limits, previews, and processing in the background.

This package may import `http` and `store`.
"""
