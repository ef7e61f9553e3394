"""Everything apart from the answer to a request: stream channels, the streaming API, fan-out of actions, due work.

This room may import `serializers`, `rules`, `http` and `store`.
"""
