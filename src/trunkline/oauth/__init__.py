"""OAuth: scopes, credential files, the authorization URL with PKCE, and the grants of the token endpoint.

May use `entities` and what is below it.
"""
