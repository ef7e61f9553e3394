"""Side effects of requests: stream channels, the streaming API, fan-out of actions, due work.

This package may import `serializers`, `rules`, `http` and `store`.
"""
