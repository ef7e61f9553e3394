"""Everything between the socket and a handler: parameters, authentication, throttling, paging, errors.

This package may import `store` alone.
"""
