"""The application that the command line is to a server: registered once, and kept for later log-ins.

Servers count registrations: Mastodon takes five in ten minutes from one address
(https://github.com/mastodon/mastodon/blob/main/config/initializers/rack_attack.rb). They also delete applications that
nobody has used for a day, so that a kept one is tried before people are sent to a page that would not know it.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from trunkline.cli.session.folders import configuration
from trunkline.cli.session.json_files import read_object, write_object
from trunkline.clients.client import Mastodon
from trunkline.errors import MastodonAPIError
from trunkline.oauth.scopes import OUT_OF_BAND

_NAME = "trunkline"


class KeptApplication(NamedTuple):
    """Keys of an application, with the scopes and redirect URIs that it was registered with."""

    client_id: str
    client_secret: str
    scopes: str
    redirect_uris: list[str]

    def takes(self, redirect_uri: str) -> bool:
        """Return True if the application was registered with this redirect URI."""
        return redirect_uri in self.redirect_uris

    @property
    def port(self) -> int:
        """The port of the redirect URI on this machine; 0 if there is none."""
        return next((urlsplit(uri).port or 0 for uri in self.redirect_uris if uri != OUT_OF_BAND), 0)


def application(server: str, scopes: list[str]) -> KeptApplication | None:
    """Return the application that is kept for these scopes, or ``None``."""
    found = read_object(_file(server)).get(" ".join(sorted(scopes)))
    try:
        return KeptApplication(**found) if isinstance(found, dict) else None
    except TypeError:
        return None


def still_known(kept: KeptApplication, server: str, timeout: float) -> bool:
    """Return False if the server does not know an application any more."""
    with Mastodon(kept.client_id, kept.client_secret, api_base_url=server, request_timeout=timeout) as client:
        try:
            client.log_in_as_app(kept.scopes.split())
        except MastodonAPIError:
            return False
    return True


def register(server: str, scopes: list[str], redirect_uri: str, timeout: float) -> KeptApplication:
    """Register an application that takes *redirect_uri*, and codes to copy; keep its keys.

    Raises:
        MastodonRatelimitError: too many registrations from this address.
    """
    uris = list(dict.fromkeys((redirect_uri, OUT_OF_BAND)))
    try:
        keys = _registered(server, scopes, uris, timeout)
    except MastodonAPIError:  # some servers take a single one
        uris = [redirect_uri]
        keys = _registered(server, scopes, uris, timeout)
    made = KeptApplication(*keys, " ".join(scopes), uris)
    write_object(_file(server), {**read_object(_file(server)), " ".join(sorted(scopes)): made._asdict()})
    return made


def _registered(server: str, scopes: list[str], uris: list[str], timeout: float) -> tuple[str, str]:
    return Mastodon.create_app(
        _NAME, scopes, uris, api_base_url=server, request_timeout=timeout, ratelimit_method="throw"
    )


def _file(server: str) -> Path:
    return configuration() / "apps" / f"{urlsplit(server).netloc.replace(':', '_')}.json"
