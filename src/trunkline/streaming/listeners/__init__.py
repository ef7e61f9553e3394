"""Listeners and handles: streams as callbacks, in the background if wanted.

The top of streaming: it may import everything else in `trunkline.streaming`, and nothing there imports it.
"""
