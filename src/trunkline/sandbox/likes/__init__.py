"""Other software that the sandbox can answer like: `Sandbox(like="gotosocial")`.

A family is declared in a module of its own, with the means that `Family` has; `LikeMiddleware` applies them before the
application, which stays what it is.
"""
