"""Version of the server."""

from __future__ import annotations

from trunkline.clients.attributes import Attributes
from trunkline.entities import Instance, InstanceV2
from trunkline.errors import MastodonError
from trunkline.protocol.discovery import newest_instance
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow
from trunkline.protocol.versions import SUPPORTED_MASTODON, parse_version_string


class ServerVersion(Attributes):
    """Part of both clients: the version of the server."""

    @staticmethod
    def get_supported_version() -> str:
        """Return the newest version of Mastodon whose whole API this package knows."""
        return SUPPORTED_MASTODON

    @endpoint()
    def retrieve_mastodon_version(self, fail_hard: bool = False) -> Flow[str]:
        """Ask the server for its version, and remember it for version checks.

        Args:
            fail_hard: raise what goes wrong, instead of taking the version for 1.0.0.

        Returns:
            Three numbers, such as ``"4.7.3"``; of other software, the version of Mastodon that it claims to be like.
        """
        state, state.server_version, state.software = self.state, "1.0.0", None
        try:
            instance = yield from newest_instance(InstanceV2, Instance)
        except MastodonError:
            if fail_hard:
                raise
            return state.server_version
        state.server_version = instance.version
        if isinstance(instance, InstanceV2) and instance.api_versions:
            state.api_version = instance.api_versions.mastodon or 0
        return f"{self.mastodon_major}.{self.mastodon_minor}.{self.mastodon_patch}"

    @endpoint()
    def verify_minimum_version(self, version_str: str, cached: bool = False) -> Flow[bool]:
        """Return True if the server's version is *version_str* or newer.

        Args:
            version_str: three numbers, such as ``"4.3.0"``.
            cached: use the version that is known already, if one is.

        Raises:
            MastodonIllegalArgumentError: *version_str* is no version.
        """
        wanted = parse_version_string(version_str)
        if not cached or self.state.server_version is None:
            yield from ServerVersion.retrieve_mastodon_version.flow(self)
        return self._version >= wanted
