"""An example of each method: a call with the parameters that it needs, which a test tries."""

from __future__ import annotations

import inspect
from typing import Any

from trunkline import Mastodon

ID = "109000000000000001"

CALLS = {
    "admin_create_canonical_email_block": 'email="spammer@example.org"',
    "add_filter_keyword_v2": f'"{ID}", "spoiler", whole_word=True',
    "account_follow": f'"{ID}", reblogs=False',
    "account_mute": f'"{ID}", duration=86400',
    "account_relationships": f'["{ID}", "{ID[:-1]}2"]',
    "account_statuses": f'"{ID}", exclude_replies=True, limit=40',
    "account_update_credentials": 'display_name="Ann", note="I like trains."',
    "admin_dimensions": "datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC), languages=True",
    "admin_measures": "datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC), active_users=True",
    "await_async_refresh": "context",
    "call": "request",
    "create_filter_v2": '"No spoilers", context=["home", "public"], filter_action="warn"',
    "decode_blurhash": "status.media_attachments[0]",
    "fetch_next": "page",
    "fetch_page": "cursor",
    "fetch_previous": "page",
    "fetch_remaining": "page",
    "filters_apply": 'statuses, mastodon.filters(), context="home"',
    "get_async_refresh_info": "context",
    "get_async_refresh_status": "context",
    "get_pagination_info": 'page, "next"',
    "iterate": "mastodon.timeline_home(limit=40)",
    "log_in": 'code="...", code_verifier=login.code_verifier, to_file="user.secret"',
    "make_poll": '["yes", "no"], expires_in=3600',
    "markers_set": f'"home", "{ID}"',
    "media_post": '"sea.png", description="The sea at noon"',
    "media_update": f'"{ID}", description="The sea at noon"',
    "notifications": 'types=["mention"], limit=40',
    "pages": "mastodon.timeline_home(limit=40)",
    "pagination_iterator": "page",
    "pagination_page_iterator": "page",
    "poll_vote": f'"{ID}", choices=[0]',
    "push_subscription_decrypt_push": "data, private_key, encryption_header, crypto_key_header",
    "push_subscription_set": '"https://example.org/push", public_key, mention_events=True',
    "report": f'"{ID}", comment="Spam", category="spam"',
    "run": "flow",
    "scheduled_status_update": f'"{ID}", datetime(2030, 1, 1, 12, tzinfo=UTC)',
    "search": '"trains", result_type="statuses"',
    "status_post": '"Good morning", visibility="unlisted", language="en"',
    "status_post_thread": '["The first part.", "The second part."]',
    "status_reply": 'mention, "Hello!"',
    "stream": '"user", "hashtag:python"',
    "timeline_hashtag": '"python", local=True',
    "timeline_home": "limit=40",
    "toot": '"Good morning"',
}
"""Arguments that say more than the needed ones."""

VALUES = {
    "acct": '"ann@example.org"',
    "client_name": '"my first app"',
    "comment": '"Met at the fair"',
    "context": '["home"]',
    "domain": '"spam.example"',
    "email": '"ann@example.org"',
    "end_at": "datetime(2026, 2, 1, tzinfo=UTC)",
    "filter_action": '"warn"',
    "group_key": '"favourite-1-480000"',
    "hashtag": '"python"',
    "invite_code": '"abcdefgh"',
    "ip": '"192.0.2.0/24"',
    "keyword": '"spoiler"',
    "lang": '"de"',
    "listener": "listener",
    "name": '"python"',
    "password": '"correct horse battery staple"',
    "phrase": '"spoiler"',
    "q": '"trains"',
    "quote_approval_policy": '"followers"',
    "reaction": '"👍"',
    "severity": '"no_access"',
    "start_at": "datetime(2026, 1, 1, tzinfo=UTC)",
    "status": '"Good evening"',
    "tag": '"python"',
    "text": '"Good morning #trains"',
    "title": '"Friends"',
    "uri": '"ann@example.org"',
    "url": '"https://example.org/article"',
    "username": '"ann"',
    "version_str": '"4.3.0"',
    "year": "2025",
}
"""Values of needed parameters; those that are ids have `ID`."""

NAMES = {"id": ID, "ids": f'["{ID}", "{ID[:-1]}2"]', "account_ids": f'["{ID}"]'}


def arguments(name: str) -> str:
    """Return the arguments of the example of a method, as Python."""
    if name in CALLS:
        return CALLS[name]
    needed = [one for one in inspect.signature(getattr(Mastodon, name)).parameters.values() if one.name != "self"]
    return ", ".join(_value(one) for one in needed if one.default is one.empty)


def example(name: str) -> str:
    """Return the example of a method."""
    return f"mastodon.{name}({arguments(name)})"


def _value(parameter: inspect.Parameter) -> str:
    if parameter.name in VALUES:
        return VALUES[parameter.name]
    if parameter.name in {"ids", "account_ids"}:
        return NAMES[parameter.name]
    if "IdLike" in str(parameter.annotation):
        return f'"{ID}"'
    raise LookupError(f"no example of {parameter}; add one to docs/_reference/examples.py")


def evaluated(name: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return the arguments of an example as values, where they need nothing else."""
    from datetime import UTC, datetime

    def taken(*args: Any, **kwargs: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return args, kwargs

    known = {"taken": taken, "datetime": datetime, "UTC": UTC, "picture": b"\x89PNG\r\n\x1a\n"}
    text = arguments(name).replace('"sea.png"', "picture")  # there is no such file
    made: tuple[tuple[Any, ...], dict[str, Any]] = eval(f"taken({text})", known)  # noqa: S307  (our own text)
    return made
