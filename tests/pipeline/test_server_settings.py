"""A configured token goes to the server that is configured with it, wherever that is and whatever is passed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import dlt
import pytest
from dlt.common.configuration.container import Container
from dlt.common.configuration.specs import PluggableRunContext

from tests.pipeline.canned import Canned
from tests.pipeline.conftest import Loader
from tests.recorder import Recorder, Says
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.pipeline import SourceOptions, mastodon_source
from trunkline.pipeline.crawling.fleet import Fleet
from trunkline.pipeline.crawling.sites import Site
from trunkline.pipeline.load import load
from trunkline.pipeline.refresh import refresh
from trunkline.pipeline.server_settings import server_and_token, server_settings

OWN, OTHER = "https://own.example", "https://other.example"
TOKEN, GIVEN = "configured-secret", "given-secret"
PIPELINE = "mastodon_pipeline"

Configure = Callable[[dict[str, dict[str, str]]], None]
"""Takes settings by place: ``env``, ``secrets`` or ``config``, with the section after a dot."""


@pytest.fixture
def configure(loader: Loader, monkeypatch: pytest.MonkeyPatch) -> Iterator[Configure]:
    """Write settings as a person would, and let dlt read them anew."""
    for name in ("ACCESS_TOKEN", "API_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    context = Container()[PluggableRunContext]

    def write(settings: dict[str, dict[str, str]]) -> None:
        folder = loader.folder / ".dlt"
        folder.mkdir(exist_ok=True)
        for place, values in settings.items():
            provider, _, section = place.partition(".")
            if provider == "env":
                prefix = f"{section.replace('.', '__').upper()}__" if section else ""
                for key, value in values.items():
                    monkeypatch.setenv(f"{prefix}{key.upper()}", value)
            else:
                with (folder / f"{provider}.toml").open("a") as file:
                    file.write(f"[{section}]\n" if section else "")
                    file.writelines(f'{key} = "{value}"\n' for key, value in values.items())
        context.reload_providers()

    yield write
    for file in (loader.folder / ".dlt").glob("*.toml"):
        file.unlink()
    context.reload_providers()


@pytest.fixture
def sites(monkeypatch: pytest.MonkeyPatch) -> list[Site]:
    """The servers and tokens that the source would read with."""

    class Spy(Fleet):
        def __init__(self, found: Any, *arguments: Any, **options: Any) -> None:
            super().__init__(found, *arguments, **options)
            seen.extend(found)

    seen: list[Site] = []
    monkeypatch.setattr("trunkline.pipeline.source.Fleet", Spy)
    return seen


S = "sources.mastodon_source"
BOTH = {"api_base_url": OWN, "access_token": TOKEN}
ADDRESS, KEY = {"api_base_url": OWN}, {"access_token": TOKEN}
FOREIGN = {"api_base_url": OTHER}

CONFIGURED: dict[str, dict[str, dict[str, str]]] = {
    "both in secrets": {f"secrets.{S}": BOTH},
    "both in the environment": {f"env.{S}": BOTH},
    "token in secrets, address in config": {f"secrets.{S}": KEY, f"config.{S}": ADDRESS},
    "token in the environment, address in config": {f"env.{S}": KEY, f"config.{S}": ADDRESS},
    "token in the environment, both in secrets": {f"env.{S}": KEY, f"secrets.{S}": BOTH},
    "token in secrets, address in the environment": {f"secrets.{S}": KEY, f"env.{S}": ADDRESS},
    "both in the environment, another address in config": {f"env.{S}": BOTH, f"config.{S}": FOREIGN},
    "both in secrets, another address in config": {f"secrets.{S}": BOTH, f"config.{S}.mastodon_source": FOREIGN},
    "both in the general section": {"secrets.sources": BOTH},
    "both outside of sections": {"secrets": BOTH},
    "both in the section of the pipeline": {f"secrets.{PIPELINE}.{S}": BOTH},
    "both in the long section": {f"secrets.{S}.mastodon_source": BOTH},
    "written in another way": {f"secrets.{S}": KEY, f"config.{S}": {"api_base_url": "OWN.example:443/"}},
}
"""Settings by which the token belongs to the first server."""


@pytest.mark.parametrize("settings", CONFIGURED.values(), ids=CONFIGURED)
@pytest.mark.parametrize("passed", [{}, {"api_base_url": "own.example"}, {"access_token": dlt.secrets.value}])
def test_the_token_goes_to_its_server(
    configure: Configure, sites: list[Site], settings: dict[str, dict[str, str]], passed: dict[str, Any]
) -> None:
    configure(settings)
    mastodon_source(**passed)
    assert sites == [Site(OWN, TOKEN)]


@pytest.mark.parametrize("settings", CONFIGURED.values(), ids=CONFIGURED)
@pytest.mark.parametrize("token", [{}, {"access_token": dlt.secrets.value}, {"access_token": TOKEN}])
def test_it_goes_to_no_other_server(
    configure: Configure, sites: list[Site], settings: dict[str, dict[str, str]], token: dict[str, Any]
) -> None:
    configure(settings)
    with pytest.raises(
        MastodonIllegalArgumentError, match=r"(?i)is for (https://)?o\S+; it does not go to https://"
    ) as e:
        mastodon_source(api_base_url="https://third.example", **token)
    assert TOKEN not in str(e.value)
    assert sites == []


@pytest.mark.parametrize("settings", CONFIGURED.values(), ids=CONFIGURED)
@pytest.mark.parametrize(("token", "used"), [(GIVEN, GIVEN), ("", None), (None, None)])
def test_what_a_program_passes_goes_where_it_says(
    configure: Configure,
    sites: list[Site],
    settings: dict[str, dict[str, str]],
    token: str | None,
    used: str | None,
) -> None:
    configure(settings)
    mastodon_source(api_base_url=OTHER, access_token=token)
    assert sites == [Site(OTHER, used)]


@pytest.mark.parametrize("settings", [{f"secrets.{S}": KEY}, {f"env.{S}": KEY}, {"secrets.sources": KEY}])
def test_a_token_without_any_address_goes_where_the_program_says(
    configure: Configure, sites: list[Site], settings: dict[str, dict[str, str]]
) -> None:
    configure(settings)
    mastodon_source(api_base_url=OTHER)
    assert sites == [Site(OTHER, TOKEN)]


@pytest.mark.parametrize(
    "settings",
    [
        {f"secrets.{S}": KEY, f"config.{S}": ADDRESS, f"env.{S}": FOREIGN},
        {f"secrets.{S}": BOTH, f"env.{S}": FOREIGN},
        {f"env.{S}": KEY, f"secrets.{S}": FOREIGN, f"config.{S}": ADDRESS},
        {"secrets.sources": BOTH, f"secrets.{S}": FOREIGN},
        {f"secrets.{S}": BOTH, f"config.{PIPELINE}.{S}": FOREIGN},
        {f"secrets.{S}": BOTH, f"secrets.{S}.mastodon_source": FOREIGN},
    ],
)
def test_two_addresses_and_one_token(
    configure: Configure, sites: list[Site], settings: dict[str, dict[str, str]]
) -> None:
    configure(settings)
    with pytest.raises(MastodonIllegalArgumentError, match="write both settings into"):
        mastodon_source()
    assert sites == []


def test_a_token_of_anything_is_not_taken_for_one_of_a_server(configure: Configure, sites: list[Site]) -> None:
    configure({"env": KEY, f"config.{S}": ADDRESS})
    for address in (dlt.config.value, OTHER):
        with pytest.raises(MastodonIllegalArgumentError, match="stands in no section, and may be for anything"):
            mastodon_source(api_base_url=address)
    mastodon_source(access_token="")
    assert sites == [Site(OWN)]


def test_passwords_in_addresses_are_not_shown(configure: Configure) -> None:
    configure({f"secrets.{S}": {"api_base_url": "https://me:password-secret@own.example", **KEY}})
    for address in ("https://me:password-secret@other.example", OTHER):
        with pytest.raises(
            MastodonIllegalArgumentError, match=r"is for another server|user name or password"
        ) as caught:
            mastodon_source(api_base_url=address)
        assert "password-secret" not in str(caught.value)


def test_another_name_of_the_source(configure: Configure, sites: list[Site]) -> None:
    configure({f"secrets.{S}": BOTH, f"secrets.{S}.second": FOREIGN})
    second = mastodon_source.with_args(name="second")
    with pytest.raises(MastodonIllegalArgumentError, match=f"is for {OWN}"):
        second()
    configure({f"env.{S}.second": {"access_token": GIVEN, **FOREIGN}})
    second()
    mastodon_source()
    assert sites == [Site(OTHER, GIVEN), Site(OWN, TOKEN)]


def test_of_many_servers_only_its_own_gets_it(configure: Configure, sites: list[Site]) -> None:
    configure({f"secrets.{S}": BOTH})
    mastodon_source(instances=["own.example", "other.example"])
    mastodon_source(instances=["other.example", {"api_base_url": "third.example", "access_token": GIVEN}])
    assert sites == [Site(OWN, TOKEN), Site(OTHER), Site(OTHER), Site("https://third.example", GIVEN)]
    with pytest.raises(MastodonIllegalArgumentError, match=f"is for {OWN}"):
        mastodon_source(api_base_url=OTHER, instances=["own.example", "other.example"])


def test_settings_outside_of_a_source(configure: Configure) -> None:
    configure({f"secrets.{S}": BOTH, "env": {"access_token": "of-anything"}, "secrets.special." + S: FOREIGN})
    assert server_and_token(None, None, PIPELINE) == (OWN, TOKEN)
    assert server_and_token("own.example", None, PIPELINE) == ("own.example", TOKEN)
    assert server_and_token(OTHER, GIVEN, PIPELINE) == (OTHER, GIVEN)
    assert server_and_token(OTHER, "", PIPELINE) == (OTHER, "")
    for address, pipeline in ((OTHER, PIPELINE), (None, "special")):
        with pytest.raises(MastodonIllegalArgumentError, match=f"is for {OWN}"):
            server_and_token(address, None, pipeline)
    placeholder: Any = dlt.secrets.value
    assert server_and_token(None, placeholder, PIPELINE) == (OWN, TOKEN)
    assert TOKEN not in repr(server_settings())


# -- what the servers see


def test_loads_and_refreshes(configure: Configure, loader: Loader, canned: Canned) -> None:
    configure({f"secrets.{S}": {"api_base_url": canned.url, "access_token": TOKEN}})
    folder = str(loader.folder / "pipelines")
    with Recorder() as other:
        other.answers["/robots.txt"] = Says({"error": "no"}, 404)
        options = SourceOptions(api_base_url=other.url, resources=["instances"])
        with pytest.raises(MastodonIllegalArgumentError, match=f"is for {canned.url}"):
            load(options, pipelines_dir=folder)
        load(SourceOptions(resources=["instances"]), pipelines_dir=folder)
        with pytest.raises(MastodonIllegalArgumentError, match=f"is for {canned.url}"):
            refresh(api_base_url=other.url, pipelines_dir=folder)
        assert other.came == []
        load(SourceOptions(api_base_url=other.url, access_token="", resources=["instances"]), pipelines_dir=folder)
        refresh(api_base_url=other.url, access_token="", pipelines_dir=folder)
        assert set(other.authorizations) == {None}


def test_a_token_of_digits_alone_is_looked_up_too(configure: Configure, loader: Loader, sites: list[Site]) -> None:
    folder = loader.folder / ".dlt"
    folder.mkdir(exist_ok=True)
    (folder / "secrets.toml").write_text(f'[{S}]\napi_base_url = "{OWN}"\naccess_token = 1234567890\n')
    configure({})
    with pytest.raises(MastodonIllegalArgumentError, match=f"is for {OWN}"):
        mastodon_source(api_base_url=OTHER)
    mastodon_source()
    assert sites == [Site(OWN, "1234567890")]
