"""The server and the access token in dlt's configuration, and which token belongs to which server.

A token that was looked up belongs to the address that was looked up with it, wherever the program's own address leads:

* to the address in the same place, which is one section of one file or of the environment;
* without one there, to the address that is configured elsewhere. If several are, and differ, it is not clear to which
  one the token belongs, and it goes to none of them.

A token that is configured in a section while no address is has none that could be contradicted, and goes to the server
that the program names. Outside of every section (``ACCESS_TOKEN`` in the environment) it may be a token of anything,
and needs an address there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dlt.common.configuration.container import Container
from dlt.common.configuration.providers.provider import ConfigProvider
from dlt.common.configuration.specs import PluggableRunContext, known_sections
from dlt.common.configuration.specs.config_section_context import ConfigSectionContext
from dlt.common.typing import AnyType, ConfigValueSentinel, TSecretValue

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.pipeline.names import SOURCE
from trunkline.protocol.addresses import base_url

_SECTIONS = (known_sections.SOURCES, SOURCE, SOURCE)


class SettingPlace(NamedTuple):
    """Place of settings that belong together.

    Attributes:
        provider: dlt's name of the file, or of the environment.
        pipeline: name of the pipeline whose settings they are; ``None`` for those of all.
        sections: the section.
    """

    provider: str
    pipeline: str | None
    sections: tuple[str, ...]


class Setting(NamedTuple):
    """Value of a setting, and its place."""

    place: SettingPlace
    value: str


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """All addresses and tokens that dlt finds for the source, the ones that count first."""

    addresses: tuple[Setting, ...]
    tokens: tuple[Setting, ...] = field(repr=False)

    @property
    def api_base_url(self) -> str | None:
        """Address of the configured server; outside of every section there may be that of anything."""
        return next((setting.value for setting in self.addresses if setting.place.sections), None)

    @property
    def access_token(self) -> str | None:
        """Configured access token; outside of every section there may be that of anything."""
        return next((setting.value for setting in self.tokens if setting.place.sections), None)

    def objection(self, access_token: str, api_base_url: str) -> str | None:
        """Return why a configured token must not go to a server, as the end of a sentence about the token.

        Returns:
            ``None`` if it may, which is also so if it is not a configured one.
        """
        places = {setting.place for setting in self.tokens if setting.value == access_token.strip()}
        beside = [setting.value for setting in self.addresses if setting.place in places]
        if not places or any(_same_server(address, api_base_url) for address in beside):
            return None
        in_section = any(place.sections for place in places)
        near = beside or [setting.value for setting in self.addresses if in_section or not setting.place.sections]
        if not near and not in_section:
            return "stands in no section, and may be for anything"
        other = next((address for address in near if not _same_server(address, api_base_url)), None)
        return other and f"is for {'another server' if '@' in other else other}"

    def check(self, access_token: str | None, api_base_url: str | None) -> None:
        """Refuse a configured token for a server that it may not go to.

        Raises:
            MastodonIllegalArgumentError: it belongs to another server, or *api_base_url* is no address.
        """
        if not (access_token and api_base_url):
            return
        api_base_url = base_url(api_base_url, allow_http=True)
        objection = self.objection(access_token, api_base_url)
        if objection is not None:
            raise MastodonIllegalArgumentError(
                f"The access token in dlt's settings {objection}; it does not go to {api_base_url}. Pass an "
                f"access_token for that server, or access_token='' to read without one; or write both settings into "
                f"[sources.{SOURCE}]."
            )


def server_settings(pipeline_name: str | None = None) -> ServerSettings:
    """Look up what dlt is configured with: within a source for that source, elsewhere for `mastodon_source`.

    Args:
        pipeline_name: pipeline whose own settings count too; within a source, it is known.
    """
    context = Container()[ConfigSectionContext]
    sections = context.sections or _SECTIONS
    pipelines = tuple(dict.fromkeys((context.pipeline_name or pipeline_name, None)))
    addresses = _found("api_base_url", AnyType, pipelines, sections)
    tokens = _found("access_token", TSecretValue, pipelines, sections)
    return ServerSettings(tuple(addresses), tuple(tokens))


def server_and_token(
    api_base_url: str | None, access_token: str | None, pipeline_name: str
) -> tuple[str | None, str | None]:
    """Return the given server and token, or the configured ones in place of ``None``.

    Args:
        api_base_url: server.
        access_token: token; empty for none, even if one is configured.
        pipeline_name: name of the pipeline.

    Raises:
        MastodonIllegalArgumentError: the configured token belongs to another server.
    """
    settings = server_settings(pipeline_name)
    address = settings.api_base_url if _is_open(api_base_url) else api_base_url
    token = settings.access_token if _is_open(access_token) else access_token
    settings.check(token, address)
    return address, token


def _found(key: str, hint: Any, pipelines: tuple[str | None, ...], sections: tuple[str, ...]) -> Iterator[Setting]:
    """Yield all values of a setting, in the order in which dlt looks for them."""
    providers: list[ConfigProvider] = Container()[PluggableRunContext].providers.providers
    for pipeline in pipelines:
        for provider in providers:
            if hint is TSecretValue and not provider.supports_secrets:
                continue
            for path in _paths(sections):
                value, _ = provider.get_value(key, hint, pipeline, *path)
                text = str(value).strip() if isinstance(value, str | int | float) else ""  # dlt makes text of numbers
                if text:
                    yield Setting(SettingPlace(provider.name, pipeline, path), text)


def _paths(sections: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the sections that dlt searches, from the most special to the most general one."""
    paths = [sections[:length] for length in range(len(sections), -1, -1)]
    without_module = (sections[0], sections[-1])
    return paths if without_module in paths else [*paths[:2], without_module, *paths[2:]]


def _same_server(one: str, other: str) -> bool:
    try:
        return base_url(one, allow_http=True) == base_url(other, allow_http=True)
    except MastodonIllegalArgumentError:
        return False


def _is_open(value: object) -> bool:
    """Return True for an argument that dlt looks up."""
    return value is None or isinstance(value, ConfigValueSentinel)
