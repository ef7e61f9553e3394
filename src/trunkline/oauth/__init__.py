"""OAuth: scopes, applications, PKCE, grants and the token's life."""
