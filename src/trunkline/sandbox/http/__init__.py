"""Everything between the socket and a handler: parameters, authentication, throttling, paging, errors.

This room may import `store` alone.
"""
