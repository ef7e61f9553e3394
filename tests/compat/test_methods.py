"""Methods of the clients are functions, as programs, decorators and mocks expect."""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any, get_type_hints
from unittest.mock import AsyncMock, MagicMock, create_autospec, patch

import pytest

from mastodon import AsyncMastodon, Mastodon
from trunkline.clients.all_endpoints import Endpoints
from trunkline.entities import Account, Page, Status
from trunkline.errors import MastodonDeprecationWarning
from trunkline.protocol.endpoint import Endpoint
from trunkline.protocol.request import Request

CALLS = sorted(name for name in dir(Endpoints) if isinstance(getattr(Endpoints, name), Endpoint))
ANSWERED = Status({"id": "7", "visibility": "unlisted", "spoiler_text": "", "mentions": [], "account": {"acct": "ann"}})
ME = Account({"id": "1", "acct": "me"})


@pytest.fixture
def client() -> Iterator[Mastodon]:
    """A client that cannot reach its server."""
    with Mastodon(access_token="token", api_base_url="http://127.0.0.1:9") as made:
        yield made


@pytest.mark.parametrize("name", CALLS)
def test_each_call_is_a_function_in_the_class(name: str) -> None:
    known, method, awaited = getattr(Endpoints, name), vars(Mastodon)[name], vars(AsyncMastodon)[name]
    assert inspect.isfunction(method)
    assert inspect.iscoroutinefunction(awaited)
    assert not inspect.iscoroutinefunction(method)
    assert (method.__name__, method.__qualname__) == (known.facts.name, f"Mastodon.{known.facts.name}")
    assert awaited.__qualname__ == f"AsyncMastodon.{known.facts.name}"
    assert method.__doc__ == known.describe.__doc__
    assert inspect.signature(method) == inspect.signature(awaited) == inspect.signature(known.describe)
    assert not str(inspect.signature(method).return_annotation).startswith(("Request", "Flow", "OtherCall"))


def test_all_of_them_are_found() -> None:
    assert {name for name, _ in inspect.getmembers(Mastodon, inspect.isfunction)} >= set(CALLS)


def test_signatures_have_the_real_parameters_and_result() -> None:
    assert list(inspect.signature(Mastodon.toot).parameters) == ["self", "status"]
    assert get_type_hints(Mastodon.timeline_home)["return"] == Page[Status]
    assert get_type_hints(Mastodon.toot)["return"] is Status


def test_requests_are_there_as_values() -> None:
    expected = Request("GET", "/api/v1/statuses/7", Status, facts=Mastodon.status.facts)
    assert Mastodon.status.request(7) == AsyncMastodon.status.request(7) == expected
    assert Mastodon.toot.request("Hi").form["status"] == "Hi"


def test_a_subclass_calls_the_method_of_its_base(client: Mastodon) -> None:
    class Bot(Mastodon):
        def status_post(self, status: str, *args: Any, **kwargs: Any) -> Any:
            return Mastodon.status_post(self, status + " #bot", *args, **kwargs)

    bot = Bot(access_token="token", api_base_url=client.api_base_url)
    with patch.object(Bot, "run", autospec=True) as run:
        bot.status_post("Hi")
    step = next(run.call_args.args[1])
    assert step.form["status"] == "Hi #bot"


def counting(method: Callable[..., Any], counted: list[str]) -> Callable[..., Any]:
    """A decorator as programs have for retries."""

    @functools.wraps(method)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        counted.append(method.__name__)
        return method(*args, **kwargs)

    return wrapper


def test_decorated_methods_are_called_by_others(client: Mastodon) -> None:
    counted: list[str] = []

    class Counting(Mastodon):
        status_post = counting(Mastodon.status_post, counted)
        account_verify_credentials = counting(Mastodon.account_verify_credentials, counted)

    made = Counting(access_token="token", api_base_url=client.api_base_url)
    with patch.object(Counting, "run", return_value=ME):
        made.status_post("Hi")
        made.account_verify_credentials()
    assert counted == ["status_post", "account_verify_credentials"]
    flow = Mastodon.toot.flow(made, "Hi")
    assert next(flow).method.func.__func__ is Counting.status_post  # type: ignore[union-attr]


def test_a_dry_run_posts_nothing(client: Mastodon) -> None:
    class DryRun(Mastodon):
        def status_post(self, status: str, *_: Any, **kwargs: Any) -> Any:
            return Status({"id": "0", "content": status, "in_reply_to_id": kwargs.get("in_reply_to_id")})

        def account_verify_credentials(self) -> Any:
            return ME

    dry = DryRun(access_token="token", api_base_url=client.api_base_url)
    assert dry.toot("Hi").content == "Hi"
    assert dry.status_reply(ANSWERED, "Yes").content == "@ann Yes"
    assert dry.me() is ME


def test_patched_methods_are_called_by_others(client: Mastodon) -> None:
    with (
        patch.object(Mastodon, "status_post", autospec=True) as post,
        patch.object(Mastodon, "account_verify_credentials", return_value=ME) as verify,
        patch.object(Mastodon, "status", return_value=ANSWERED) as status,
    ):
        assert client.toot("Hi") is post.return_value
        assert client.status_reply("7", "Yes") is post.return_value
        assert client.status_reply(ANSWERED, "No") is post.return_value
        assert client.me() is ME
        with pytest.warns(MastodonDeprecationWarning):
            assert client.status_card(7) is None
    assert [call.kwargs.get("status") for call in post.call_args_list] == [None, "@ann Yes", "@ann No"]
    assert post.call_args_list[0].args == (client, "Hi")
    assert post.call_args_list[1].kwargs["in_reply_to_id"] is ANSWERED
    assert verify.call_count == 2, "once for both replies, once for me()"
    assert status.call_args_list[0].args == ("7",)


def test_replies_ask_who_one_is_for_each_token(client: Mastodon) -> None:
    with (
        patch.object(Mastodon, "status_post"),
        patch.object(Mastodon, "account_verify_credentials", return_value=ME) as verify,
    ):
        client.status_reply(ANSWERED, "Yes")
        client.status_reply(ANSWERED, "Yes")
        client.access_token = "another"
        client.status_reply(ANSWERED, "Yes")
        client.clear_caches()
        client.status_reply(ANSWERED, "Yes")
    assert verify.call_count == 3


def test_follows_goes_by_the_methods(client: Mastodon) -> None:
    with (
        patch.object(Mastodon, "account_search", return_value=[ME]) as search,
        patch.object(Mastodon, "account_follow") as follow,
        pytest.warns(MastodonDeprecationWarning),
    ):
        assert client.follows("me@a.example") is follow.return_value
    assert search.call_args.args == ("me@a.example",)
    assert follow.call_args.args == (ME,)


def test_awaited_methods_go_through_replaced_ones() -> None:
    async def run() -> None:
        async with AsyncMastodon(access_token="token", api_base_url="http://127.0.0.1:9") as client:
            with (
                patch.object(AsyncMastodon, "status_post", autospec=True) as post,
                patch.object(AsyncMastodon, "account_verify_credentials", return_value=ME),
            ):
                assert await client.toot("Hi") is post.return_value
                assert await client.status_reply(ANSWERED, "Yes") is post.return_value
                assert await client.me() is ME

    asyncio.run(run())


def test_autospec_knows_the_signatures() -> None:
    made = create_autospec(Mastodon)(api_base_url="http://127.0.0.1:9")
    made.status_post("Hi", visibility="public")
    made.status_post.assert_called_once_with("Hi", visibility="public")
    with pytest.raises(TypeError):
        made.status_post()
    assert isinstance(made.status_post, MagicMock)
    awaited = create_autospec(AsyncMastodon)(api_base_url="http://127.0.0.1:9")
    assert isinstance(awaited.status_post, AsyncMock)
    with pytest.raises(TypeError):
        awaited.status_post()


def test_methods_on_an_instance_may_be_replaced(client: Mastodon) -> None:
    client.status_post = MagicMock()
    assert client.toot("Hi") is client.status_post.return_value


def test_help_shows_what_one_calls(capsys: pytest.CaptureFixture[str]) -> None:
    help(Mastodon.toot)
    shown = capsys.readouterr().out
    assert "toot(self, status: 'str') -> 'Status'" in shown
    assert "Post a status of text alone" in shown
