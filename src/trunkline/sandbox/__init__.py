"""A local Mastodon server with a generated community, for development and tests.

    from trunkline.sandbox import Sandbox

    with Sandbox(size=300, seed=1) as sandbox:
        print(sandbox.url, sandbox.token_for("alice"), sandbox.person("mia").token)

The server is an independent implementation of Mastodon's API: of the rest of the package it uses `trunkline.text`
alone. Its packages are layers, each of which imports only those to its right:

    server, seed > web, api > oauth > live > moderation > serializers > rules > media > http > store
                                                                            likes > http

Needs the extra packages of `pip install "trunkline[sandbox]"`; they are imported when `Sandbox` is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trunkline.sandbox.sandbox import DAMAGES, Sandbox, run

__all__ = ["DAMAGES", "Sandbox", "run"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from trunkline.sandbox import sandbox
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "trunkline":
            raise
        raise ModuleNotFoundError(
            f'the sandbox needs {error.name}; install it with: pip install "trunkline[sandbox]"', name=error.name
        ) from error
    return getattr(sandbox, name)
