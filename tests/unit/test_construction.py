"""Construction of clients: addresses, credentials, settings, pickling, and hidden secrets."""

import pickle
import stat
from pathlib import Path

import httpx2
import pytest

from trunkline import (
    AsyncMastodon,
    Mastodon,
    MastodonFileNotFoundError,
    MastodonIllegalArgumentError,
    MastodonVersionError,
)
from trunkline.about import USER_AGENT
from trunkline.oauth.credentials import write_secrets

TOKEN = "secret-token-that-nobody-may-see"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("mastodon.social", "https://mastodon.social"),
        ("https://mastodon.social/", "https://mastodon.social"),
        (" mastodon.social:8443 ", "https://mastodon.social:8443"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1:3000/", "http://127.0.0.1:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("https://host.example/sub/path/", "https://host.example/sub/path"),
    ],
)
def test_addresses(given: str, meant: str) -> None:
    assert Mastodon(api_base_url=given).api_base_url == meant


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("http://mastodon.social", "allow_http"),
        ("http://localhost.evil.example", "allow_http"),
        ("ftp://mastodon.social", "no server address"),
        ("https://", "no server address"),
        ("not a host", "no server address"),
        ("https://user:pass@mastodon.social", "user name or password"),
        (None, "api_base_url is missing"),
    ],
)
def test_addresses_that_are_refused(wrong: str | None, says: str) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match=says) as caught:
        Mastodon(api_base_url=wrong)
    assert "pass@" not in str(caught.value)


def test_plain_http_on_purpose() -> None:
    assert Mastodon(api_base_url="http://intranet", allow_http=True).api_base_url == "http://intranet"


def test_user_file(tmp_path: Path) -> None:
    file = tmp_path / "user.secret"
    write_secrets(file, TOKEN, "https://m.example", "id", "very-secret")
    client = Mastodon(access_token=file)
    assert (client.access_token, client.api_base_url) == (TOKEN, "https://m.example")
    assert (client.client_id, client.client_secret) == ("id", "very-secret")
    assert Mastodon(access_token=str(file), api_base_url="m.example").access_token == TOKEN


def test_an_empty_token_is_none() -> None:
    assert Mastodon(access_token="", api_base_url="m.example").access_token is None
    assert Mastodon(access_token=" \n", api_base_url="m.example").access_token is None


def test_a_file_without_an_address_is_for_the_one_that_is_named(tmp_path: Path) -> None:
    file = tmp_path / "user.secret"
    write_secrets(file, TOKEN)
    assert Mastodon(access_token=file, api_base_url="n.example").access_token == TOKEN


def test_files_and_arguments_that_agree(tmp_path: Path) -> None:
    app, user = tmp_path / "app.secret", tmp_path / "user.secret"
    write_secrets(app, "id", "very-secret", "https://m.example")
    write_secrets(user, TOKEN, "https://M.example:443/")
    client = Mastodon(client_id=app, access_token=user, api_base_url="m.example")
    assert (client.access_token, client.api_base_url) == (TOKEN, "https://m.example")
    write_secrets(user, TOKEN, "https://n.example")
    with pytest.raises(MastodonIllegalArgumentError, match="another server"):
        Mastodon(client_id=app, access_token=user)
    with pytest.raises(MastodonIllegalArgumentError, match="another server"):
        Mastodon(client_id=app, access_token=TOKEN, api_base_url="n.example")


def test_app_file(tmp_path: Path) -> None:
    file = tmp_path / "app.secret"
    write_secrets(file, "id", "very-secret", "https://m.example", "My bot")
    client = Mastodon(client_id=file)
    assert (client.client_id, client.client_secret, client.api_base_url) == ("id", "very-secret", "https://m.example")


def test_a_client_id_with_its_secret_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are as a server has sent them: it must not be able to have a file read, and its first line sent to it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.secret").write_text(f"{TOKEN}\nand-more\n")
    client = Mastodon(client_id="other.secret", client_secret="very-secret", api_base_url="m.example")
    assert (client.client_id, client.client_secret) == ("other.secret", "very-secret")


def test_files_of_another_server_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "user.secret"
    write_secrets(file, TOKEN, "https://m.example")
    with pytest.raises(MastodonIllegalArgumentError, match="another server"):
        Mastodon(access_token=file, api_base_url="n.example")


def test_missing_and_empty_files(tmp_path: Path) -> None:
    with pytest.raises(MastodonFileNotFoundError, match=r"nowhere\.secret"):
        Mastodon(access_token=tmp_path / "nowhere.secret", api_base_url="m.example")
    (tmp_path / "empty").touch()
    with pytest.raises(MastodonIllegalArgumentError, match="no user file"):
        Mastodon(access_token=tmp_path / "empty", api_base_url="m.example")
    with pytest.raises(MastodonIllegalArgumentError, match="no application file"):
        Mastodon(client_id=tmp_path / "empty", api_base_url="m.example")


def test_written_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "user.secret"
    file.write_text("old")
    file.chmod(0o644)
    write_secrets(file, TOKEN, "https://m.example", None, "dropped")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text() == f"{TOKEN}\nhttps://m.example\n"
    assert [p.name for p in tmp_path.iterdir()] == ["user.secret"]


def test_client_id_without_secret() -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="client_secret"):
        Mastodon(client_id="id", api_base_url="m.example")


@pytest.mark.parametrize("setting", [{"ratelimit_method": "hurry"}, {"version_check_mode": "sometimes"}])
def test_settings_that_cannot_be(setting: dict[str, str]) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="must be one of"):
        Mastodon(api_base_url="m.example", **setting)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [Mastodon, AsyncMastodon])
def test_no_secret_is_shown(kind: type[Mastodon | AsyncMastodon]) -> None:
    client = kind(
        "id", "very-secret", TOKEN, "m.example", refresh_token="refresh-secret", proxy="http://u:pw@p.example"
    )
    shown = repr(client) + repr(client.state) + repr(client._connections) + str(client)
    for secret in (TOKEN, "very-secret", "refresh-secret", "pw@"):
        assert secret not in shown


@pytest.mark.parametrize("kind", [Mastodon, AsyncMastodon])
def test_pickling(kind: type[Mastodon | AsyncMastodon]) -> None:
    client = kind(access_token=TOKEN, api_base_url="m.example", user_agent="bot/1", lang="de", verify=False)
    again = pickle.loads(pickle.dumps(client))
    assert type(again) is kind
    assert (again.access_token, again.api_base_url) == (TOKEN, "https://m.example")
    assert (again.state.user_agent, again.state.language) == ("bot/1", "de")


def test_a_ready_http_client_cannot_be_pickled() -> None:
    with httpx2.Client() as http, pytest.raises(TypeError, match="session="):
        pickle.dumps(Mastodon(api_base_url="m.example", session=http))


def test_a_ready_http_client_is_used_and_left_open() -> None:
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json={"name": "bot"})

    http = httpx2.Client(transport=httpx2.MockTransport(answer), headers={"X-Own": "1"})
    with Mastodon(access_token=TOKEN, api_base_url="m.example", session=http) as client:
        assert client.app_verify_credentials().name == "bot"
    assert seen[0].headers["X-Own"] == "1"
    assert seen[0].headers["Authorization"] == f"Bearer {TOKEN}"
    assert not http.is_closed


def test_nothing_is_connected_before_the_first_request() -> None:
    assert Mastodon(api_base_url="m.example")._driver._made is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"feature_set": "nope"},
        {"feature_set": None},
        {"feature_set": ""},
        {"ratelimit_method": "THROW"},
        {"request_timeout": "soon"},
        {"request_timeout": 0},
        {"request_timeout": -1},
        {"client_id": "missing.secret"},
    ],
)
def test_wrong_settings_are_wrong_values(wrong: dict[str, object]) -> None:
    with pytest.raises(MastodonIllegalArgumentError) as caught:
        Mastodon(api_base_url="m.example", **wrong)  # type: ignore[arg-type]
    assert isinstance(caught.value, ValueError)


def test_a_wrong_version_is_refused_where_it_counts() -> None:
    assert Mastodon(api_base_url="m.example", mastodon_version="abc").mastodon_major == 1
    with pytest.raises(MastodonVersionError):
        Mastodon(api_base_url="m.example", mastodon_version="abc", version_check_mode="created")


def test_the_user_agent_may_be_the_name_of_the_application(tmp_path: Path) -> None:
    write_secrets(tmp_path / "app", "id", "secret", "https://m.example", "My app")
    assert Mastodon(client_id=tmp_path / "app", user_agent=None).user_agent == "My app"
    assert Mastodon(client_id=tmp_path / "app").user_agent == USER_AGENT
    client = Mastodon(api_base_url="m.example", user_agent=None)
    assert client.user_agent == USER_AGENT
    client.user_agent = None
    assert client.user_agent == USER_AGENT


def test_numbers_for_texts_are_texts() -> None:
    client = Mastodon(api_base_url="m.example", lang=5, request_timeout="5", mastodon_version=4)  # type: ignore[arg-type]
    assert (client.lang, client.request_timeout) == ("5", 5.0)
