"""Recorded answers of real servers read as the classes say, and come back unchanged."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from functools import cache
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import pytest

import trunkline.entities as e
from tests.recorded import CORPORA, exchanges
from trunkline.answers.entity import Entity, converter, declared_types
from trunkline.answers.storing import raw
from trunkline.errors import MastodonAPIError, error_for
from trunkline.response import Response

from .facts_types import facts, python_type

every_corpus = pytest.mark.parametrize("corpus", CORPORA)

TYPES_OF_ANSWERS: dict[str, Any] = {
    "GET /.well-known/nodeinfo": e.NodeinfoLinks,
    "GET /api/v1/donation_campaigns": dict[str, Any],
    "GET /api/v2/notifications/unread_count": e.UnreadNotificationsCount,
    "GET /invite/{invite_code}": e.Invite,
    "GET /nodeinfo/2.0": e.Nodeinfo,
    "GET /nodeinfo/2.1": e.Nodeinfo,
    "GET /api/v1/annual_reports/{year}/state": e.AnnualReportState,
    "GET /api/v1/notifications/requests/merged": e.NotificationRequestsMerged,
    "GET /api/v1/notifications/unread_count": e.UnreadNotificationsCount,
    "GET /api/v1/search": e.Search,
}
"""Types of answers that the catalogue writes otherwise or leaves out."""

ERRORS_OF_ANSWERS: dict[str, type[Entity]] = {"POST /api/v1/accounts": e.AccountCreationError}
"""Types of answers that say that something failed, other than the usual one."""

NO_CALLS: dict[str, str] = {
    "GET /.well-known/host-meta": "XML",
    "GET /.well-known/webfinger": "of the federation",
    "GET /health.json": "the client asks /health",
    "GET /oauth/token/info": "undocumented",
    "GET /robots.txt": "text, which the pipeline reads",
    "HEAD /api/v1/instance": "has no body",
    "OPTIONS /api/v1/instance": "has no body",
    "PATCH /api/v1/push/subscription": "another method of a documented call",
    "PATCH /api/v1/statuses/{id}": "another method of a documented call",
    "POST /oauth/introspect": "undocumented",
    "PUT /api/v1/admin/tags/{id}": "another method of a documented call",
    "PUT /api/v1/profile": "another method of a documented call",
    "GET /api/v1/peers/search": "undocumented",
}
"""Requests that no call makes, and why; that they were refused needs no reason."""

_GLITCH = "an addition of glitch-soc"
_OF_ONE_CALL = "only some endpoints send it, each with its own fields"
UNDECLARED: dict[str, dict[str, str]] = {
    "unpublished": {"Error.details": _OF_ONE_CALL},
    "mastodon": {
        "Error.details": _OF_ONE_CALL,
        "Error.existing_domain_block": _OF_ONE_CALL,
        "Error.status": "the web framework's own answer to what the code did not expect",
        "Error.unexpected_accounts": _OF_ONE_CALL,
        "AdminTrendsStatus.local_only": _GLITCH,
        "ScheduledStatusParams.content_type": _GLITCH,
        "ScheduledStatusParams.local_only": _GLITCH,
        "Status.content_type": _GLITCH,
        "Status.local_only": _GLITCH,
        "StatusSource.content_type": _GLITCH,
    },
    "other software": {
        "Account.avatar_media_id": "GoToSocial",
        "Account.source": "Hollo and Takahe send it with every account",
        "Application.client_id": "Takahe",
        "Application.client_secret": "Takahe",
        "CredentialAccount.avatar_media_id": "GoToSocial",
        "CredentialAccountSource.bot": "snac",
        "CredentialAccountSource.status_content_type": "GoToSocial",
        "CredentialAccountSource.web_layout": "GoToSocial",
        "CredentialAccountSource.web_visibility": "GoToSocial",
        "CredentialApplication.created_at": "GoToSocial",
        "Instance.account_domain": "GoToSocial",
        "Instance.domain": "snac",
        "Instance.feature_quote": "Hollo",
        "Instance.fedibird_capabilities": "Hollo",
        "Instance.max_toot_chars": "GoToSocial",
        "Instance.source_url": "snac",
        "InstanceAccountConfiguration.allow_custom_css": "GoToSocial",
        "InstanceConfiguration.emojis": "GoToSocial",
        "InstanceConfiguration.reactions": "snac",
        "InstanceConfigurationV2.emojis": "GoToSocial",
        "InstanceStatusConfiguration.supported_mime_types": "GoToSocial",
        "InstanceV2.account_domain": "GoToSocial",
        "InstanceV2.email": "Takahe has it here, not in the contact",
        "InstanceV2.feature_quote": "Hollo",
        "InstanceV2.fedibird_capabilities": "Hollo",
        "InstanceV2.urls": "Takahe has it here, as in version 1",
        "NodeinfoSoftware.homepage": "of NodeInfo 2.1",
        "NodeinfoSoftware.repository": "of NodeInfo 2.1",
        "Status.content_type": "GoToSocial",
        "Status.emoji_reactions": "Hollo",
        "Status.interaction_policy": "GoToSocial",
        "Status.quote_id": "Hollo",
        "Status.reactions": "snac",
        "StatusSource.content_type": "GoToSocial",
    },
}
"""Keys that servers send and no class declares, and why."""

DEVIATIONS: dict[str, dict[str, str]] = {
    "mastodon": {
        "Error.error": "POST /api/v1/collections answers an error whose text is another error",
        "WebPushSubscription.policy": "the server keeps and answers any text",
    },
    "other software": {},
    "unpublished": {},
}
"""Fields whose values are sometimes not of the declared type, and why; they are then what the server sent."""


_NEWER = "newer than the version of Mastodon that it is like"
_OWN = "it has no such thing"
ABSENT: dict[str, dict[str, str]] = {
    "mastodon": {"Status.content": "left out of the answer to a deletion, which has the text as it was written"},
    "other software": {
        "Account.avatar_description": _NEWER,
        "Account.feature_approval": _NEWER,
        "Account.group": _OWN,
        "Account.header_description": _NEWER,
        "Account.indexable": _NEWER,
        "Account.show_featured": _NEWER,
        "Account.show_media": _NEWER,
        "Account.show_media_replies": _NEWER,
        "Account.uri": "only snac sends it",
        "Application.redirect_uris": _NEWER,
        "Application.scopes": _NEWER,
        "Application.vapid_key": "no Web Push",
        "CredentialAccount.role": "only GoToSocial sends it",
        "CredentialAccountSource.attribution_domains": _NEWER,
        "CredentialAccountSource.indexable": _NEWER,
        "CredentialAccountSource.quote_policy": _NEWER,
        "CredentialApplication.client_secret_expires_at": _NEWER,
        "InstanceAccountConfiguration.max_avatar_description_length": _NEWER,
        "InstanceAccountConfiguration.max_display_name_length": _NEWER,
        "InstanceAccountConfiguration.max_featured_tags": _OWN,
        "InstanceAccountConfiguration.max_header_description_length": _NEWER,
        "InstanceAccountConfiguration.max_note_length": _NEWER,
        "InstanceAccountConfiguration.max_pinned_statuses": _OWN,
        "InstanceAccountConfiguration.max_profile_fields": "only GoToSocial sends it",
        "InstanceAccountConfiguration.profile_field_name_limit": _NEWER,
        "InstanceAccountConfiguration.profile_field_value_limit": _NEWER,
        "InstanceConfiguration.accounts": _OWN,
        "InstanceConfigurationV2.limited_federation": _NEWER,
        "InstanceConfigurationV2.timelines_access": _NEWER,
        "InstanceConfigurationV2.urls": "no streaming",
        "InstanceConfigurationV2.vapid": "no Web Push",
        "InstanceMediaConfiguration.description_limit": _NEWER,
        "InstanceMediaConfiguration.video_frame_rate_limit": _OWN,
        "InstanceMediaConfiguration.video_matrix_limit": _OWN,
        "InstanceMediaConfiguration.video_size_limit": _OWN,
        "InstanceThumbnail.description": _NEWER,
        "InstanceURLs.streaming_api": "no streaming",
        "InstanceURLsV2.about": _OWN,
        "InstanceURLsV2.streaming": "no streaming",
        "InstanceV2.api_versions": _NEWER,
        "InstanceV2.icon": _NEWER,
        "InstanceV2.thumbnail": _OWN,
        "NodeinfoMetadata.nodeName": "metadata are free",
        "NodeinfoUsageUsers.activeHalfyear": _OWN,
        "NodeinfoUsageUsers.activeMonth": _OWN,
        "Notification.group_key": _NEWER,
        "Preferences.posting_default_quote_policy": _NEWER,
        "Preferences.reading_autoplay_gifs": _OWN,
        "Relationship.blocked_by": _OWN,
        "Relationship.requested_by": _NEWER,
        "Role.collection_limit": _NEWER,
        "ScheduledStatusParams.with_rate_limit": _OWN,
        "SearchV2.collections": _NEWER,
        "Status.quote_approval": _NEWER,
        "Status.quotes_count": _NEWER,
        "Status.tagged_collections": _NEWER,
        "Tag.id": _NEWER,
    },
}
"""Fields of no optional type that servers leave out or send as null, so that they read as ``None``, and why."""


@cache
def patterns() -> list[tuple[re.Pattern[str], str, str]]:
    """A pattern for method and path of every endpoint, with its name and type; exact paths first."""
    named = {**facts("answers"), **dict.fromkeys(TYPES_OF_ANSWERS, "")}
    ordered = sorted(named.items(), key=lambda item: item[0].count("{"))
    return [
        (re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(name)) + "/?"), name, answer) for name, answer in ordered
    ]


def is_call(exchange: dict[str, Any]) -> bool:
    """Return True if the client makes this request; one that it does not make and that succeeded has a reason."""
    called = f"{exchange['method']} {exchange['path']}"
    if any(pattern.fullmatch(called) for pattern, _, _ in patterns()):
        return True
    known = any(re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(name)), called) for name in NO_CALLS)
    assert known or exchange["status"] >= 300, called
    return False


@cache
def answers(corpus: str) -> list[dict[str, Any]]:
    """Return the exchanges whose answers have a type: errors of Mastodon have one, those of other software vary."""
    most = 300 if corpus == "other software" else 600
    read = [exchange for exchange in exchanges(corpus) if is_call(exchange)]
    return [exchange for exchange in read if exchange["status"] < most and isinstance(exchange["body"], dict | list)]


def type_of_answer(exchange: dict[str, Any]) -> Any:
    """The type of an answer; ``None`` where it is an empty object."""
    called = f"{exchange['method']} {exchange['path']}"
    name, answer = next((name, answer) for pattern, name, answer in patterns() if pattern.fullmatch(called))
    if exchange["status"] >= 400:
        return ERRORS_OF_ANSWERS.get(name, e.Error)
    if name in TYPES_OF_ANSWERS:
        return TYPES_OF_ANSWERS[name]
    return None if answer == "Empty" else python_type(answer)


def wrapped(exchange: dict[str, Any]) -> tuple[Any, Any]:
    """The type of an answer, and a copy of its body as that type."""
    hint = type_of_answer(exchange)
    body = json.loads(json.dumps(exchange["body"]))
    convert = converter(hint)
    return hint, convert(body) if convert else body


@cache
def read(corpus: str) -> tuple[list[Any], set[str]]:
    """All answers as their types, each field of which was read; and what is not of its declared type."""
    found = [wrapped(exchange) for exchange in answers(corpus)]
    return [value for _, value in found], {m for hint, value in found if hint for m in mistakes(value, hint, "answer")}


def mistakes(value: Any, hint: Any, where: str) -> Iterator[str]:
    """Read every field of a value; say where something is not of its declared type."""
    if value is None:
        return
    options = [o for o in (get_args(hint) if not isinstance(hint, type) else ()) if o is not NoneType]
    if get_origin(hint) in {list, dict}:
        yield from mistakes_of_items(value, hint, where)
    elif options:
        yield from mistakes_of_union(value, options, where)
    elif issubclass(hint, Entity) and isinstance(value, hint):
        for name, declared in declared_types(hint).items():
            yield from mistakes(getattr(value, name), declared, f"{hint.__name__}.{name}")
    elif not isinstance(value, (int, float) if hint is float else hint):
        yield f"{where}: {value!r} is no {hint}"


def mistakes_of_items(value: Any, hint: Any, where: str) -> Iterator[str]:
    if not isinstance(value, get_origin(hint)):
        yield f"{where}: {value!r} is no {hint}"
        return
    for item in value.values() if isinstance(value, dict) else value:
        yield from mistakes(item, get_args(hint)[-1], where)


def mistakes_of_union(value: Any, options: list[Any], where: str) -> Iterator[str]:
    known = [o for o in options if get_origin(o) is Literal]
    if known and not any(value in get_args(o) for o in known):
        yield f"{where}: {value!r} is not among the known values"
    found = [list(mistakes(value, o, where)) for o in options if get_origin(o) is not Literal]
    yield from min(found, key=len)


def undeclared_keys(value: Any) -> Iterator[str]:
    """The keys of an entity, and of all in it, that its class does not declare; maps have no class of their own."""
    if isinstance(value, Entity) and type(value) is not Entity:
        json_names = {type(value).json_names.get(n, n) for n in declared_types(type(value))}
        yield from (f"{type(value).__name__}.{key}" for key in dict.keys(value) if key not in json_names)
    children = dict.values(value) if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        yield from undeclared_keys(child)


def absent_fields(value: Any) -> Iterator[str]:
    """The fields of no optional type that an entity, and all in it, lacks, by the class that declares them."""
    for one in everything(value):
        if isinstance(one, Entity):
            for name, hint in declared_types(type(one)).items():
                if NoneType not in get_args(hint) and dict.get(one, one.json_names.get(name, name)) is None:
                    yield f"{declaring(type(one), name)}.{name}"


def declaring(cls: type[Entity], name: str) -> str:
    return next(base.__name__ for base in cls.__mro__ if name in inspect.get_annotations(base))


@every_corpus
def test_every_answer_has_a_known_type(corpus: str) -> None:
    typed = [type_of_answer(exchange) for exchange in answers(corpus)]
    least = {"mastodon": 1900, "other software": 150, "unpublished": 600}
    assert sum(hint is not None for hint in typed) > least[corpus]


@every_corpus
def test_empty_answers_are_empty(corpus: str) -> None:
    assert all(not x["body"] for x in answers(corpus) if type_of_answer(x) is None)


@every_corpus
def test_fields_are_of_their_declared_types(corpus: str) -> None:
    _, wrong = read(corpus)
    assert {mistake.partition(":")[0] for mistake in wrong} == DEVIATIONS[corpus].keys(), wrong


@every_corpus
def test_json_comes_back_unchanged(corpus: str) -> None:
    for exchange in answers(corpus):
        hint, value = wrapped(exchange)
        sent = json.dumps(exchange["body"])
        assert json.dumps(raw(value)) == sent
        list(mistakes(value, hint, "") if hint else ())
        assert json.dumps(raw(value)) == sent


@every_corpus
def test_every_key_is_declared(corpus: str) -> None:
    seen: set[str] = set()
    for value in read(corpus)[0]:
        seen.update(undeclared_keys(value))
    assert seen == UNDECLARED[corpus].keys()


@pytest.mark.parametrize("corpus", sorted(ABSENT))
def test_fields_that_are_left_out_are_optional_or_known(corpus: str) -> None:
    seen: set[str] = set()
    for value in read(corpus)[0]:
        seen.update(absent_fields(value))
    assert seen == ABSENT[corpus].keys()


@every_corpus
def test_most_classes_are_seen(corpus: str) -> None:
    """The tests above read what they seem to: guards against types that match nothing."""
    seen: set[str] = set()
    for value in read(corpus)[0]:
        seen.update(type(v).__name__ for v in everything(value) if isinstance(v, Entity))
    assert {"Status", "CredentialAccount", "MediaAttachment", "Relationship"} <= seen
    least = {"mastodon": 100, "other software": 40, "unpublished": 100}
    assert len(seen) > least[corpus]


@every_corpus
def test_refusals_become_errors(corpus: str) -> None:
    """The body is JSON of any shape, HTML, text, or nothing."""
    refused = [exchange for exchange in exchanges(corpus) if exchange["status"] >= 400]
    assert refused
    for exchange in refused:
        text = exchange["body"] if isinstance(exchange["body"], str) else json.dumps(exchange["body"])
        response = Response(exchange["status"], "", exchange["headers"], text.encode())
        error = error_for(exchange["method"], exchange["path"], response)
        assert isinstance(error, MastodonAPIError)
        assert str(exchange["status"]) in str(error)


def everything(value: Any) -> Iterator[Any]:
    """A value and all in it."""
    yield value
    for child in dict.values(value) if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from everything(child)
