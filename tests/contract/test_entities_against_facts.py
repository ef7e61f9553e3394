"""Entity classes agree with the API's catalogue, but for the differences listed with reasons."""

from __future__ import annotations

import re
from datetime import datetime
from types import NoneType
from typing import Any, Literal, get_args

import trunkline.entities
from trunkline.answers.entity import Entity, declared_types
from trunkline.entities import AccountCreationErrorDetails, AccountField, FeatureApprovalGroup, TimelineAccess
from trunkline.ids import Id

from .entity_names import DIVIDED_ENTITIES, ENTITY_NAMES, LEFT_OUT
from .facts_types import SCALARS, facts, python_type, union
from .tables import over

ENTITIES = facts("entities")
RETURN_TYPES = facts("return_types")

TIMES = {"datetime", "date", "date|datetime", "unix_timestamp"}

REMOTE = "a remote account has no user on this server"
NULL_SEEN = "recorded answers have null"
NEVER_SET = "alerts that were never set are not sent"

OPTIONAL_BEYOND_FACTS: dict[str, str] = {
    "Admin::Account.email": REMOTE,
    "Admin::Account.locale": REMOTE,
    "Admin::Account.role": REMOTE,
    "Admin::Account.confirmed": REMOTE,
    "Admin::Account.approved": REMOTE,
    "Admin::Account.disabled": REMOTE,
    "Admin::Report.forwarded": "reports from before it existed have none",
    "AnnualReport::Data::Percentiles.followers": "recorded answers lack it",
    "Collection.description": NULL_SEEN,
    "CredentialAccount::Source.language": NULL_SEEN,
    "ExtendedDescription.updated_at": "null where the server has no description",
    "MediaAttachment.text_url": "removed in 3.5.0",
    "OAuthServerMetadata.service_documentation": "existing programs allow for its absence",
    "OAuthServerMetadata.app_registration_endpoint": "existing programs allow for its absence",
    "PreviewCard.published_at": NULL_SEEN,
    "ScheduledStatus.scheduled_at": NULL_SEEN,
    "ScheduledStatus::Params.visibility": NULL_SEEN,
    "ValidationErrorDetails.details": "recorded answers lack it",
    **{
        f"WebPushSubscription::Alerts.{alert}": NEVER_SET
        for alert in ENTITIES["WebPushSubscription::Alerts"]["attributes"]
    },
}
"""Attributes that may be ``None`` though the catalogue does not say so."""

TYPES_BEYOND_FACTS: dict[str, tuple[Any, str]] = {
    "Admin::Dimension::Data.value": (int | str, "a number in text, except for versions of software"),
    "FeatureApproval.automatic": (list[FeatureApprovalGroup | str], "servers also send disabled"),
    "FeatureApproval.manual": (list[FeatureApprovalGroup | str], "servers also send disabled"),
    "FilterResult.status_matches": (list[Id], "these are ids"),
    "Instance.wrapstodon": (int, "a year in text"),
    "Instance::Configuration::TimelinesAccess::HashtagFeeds.local": (TimelineAccess | str, "one class for all"),
    "Instance::Configuration::TimelinesAccess::TrendingLinkFeeds.local": (
        TimelineAccess | str,
        "one class for all",
    ),
    "MediaAttachment::Meta.small": (
        trunkline.entities.MediaAttachmentImageMetadata,
        "a preview is always an image",
    ),
    "Profile.formatted_fields": (list[AccountField], "the values are HTML, as those of an account"),
    "ScheduledStatus::Params.sensitive": (bool | str, "servers repeat the form value as they got it"),
    "ScheduledStatus::Params.scheduled_at": (datetime, "the catalogue only knows that it is null"),
    "ValidationErrorDetails.details": (AccountCreationErrorDetails, "the fields of a sign-up are known"),
}
"""Attributes of another type than the catalogue's, with reasons."""

MORE_EXACT = "answers that have it are of a class of their own"
NEVER_SENT = "no server sends it"

RETURN_TYPE_DIFFERENCES: dict[str, str] = {
    "Account.role": MORE_EXACT,
    "Account.source": MORE_EXACT,
    "Account.state": MORE_EXACT,
    "Account.mute_expires_at": MORE_EXACT,
    "AccountField.verified_at": "a time, as everywhere else",
    "AdminIp.used_at": "a time, as everywhere else",
    "AdminReport.account": "servers send the moderators' view of it",
    "AdminReport.target_account": "servers send the moderators' view of it",
    "InstanceRegistrations.sign_up_url": NEVER_SENT,
    "PreviewCard.history": MORE_EXACT,
    "Report.rules_ids": "servers call it rule_ids",
    "ScheduledStatusParams.poll": "it has other fields than a poll that runs",
    "Status.application": "servers send name and website only",
    "Status.tags": "servers send name and url only",
    "StatusEdit.poll": "servers send the titles of the choices only",
    "Tag.requires_review": MORE_EXACT,
    "Tag.trendable": MORE_EXACT,
    "Tag.usable": MORE_EXACT,
}
"""Differences from the annotations of Mastodon.py, with reasons."""


def classes() -> dict[str, type[Entity]]:
    """Return every entity class by name."""
    found = {name: getattr(trunkline.entities, name) for name in trunkline.entities.__all__}
    return {n: c for n, c in found.items() if isinstance(c, type) and issubclass(c, Entity)}


def declared(cls: type[Entity]) -> dict[str, Any]:
    """Return the types of the fields of a class by JSON key."""
    return {cls.json_names.get(name, name): hint for name, hint in declared_types(cls).items()}


def without_none(hint: Any) -> Any:
    """Return a type without ``None``."""
    args = get_args(hint)
    return union([a for a in args if a is not NoneType]) if NoneType in args else hint


def expected_types(key: str, attribute: dict[str, Any]) -> list[Any]:
    """Return the accepted types of an attribute of the catalogue, without ``None``."""
    form = attribute.get("format")
    if form in TIMES:
        scalars: list[Any] = [datetime]
    elif key == "id" or re.search(r"(?<!^client)_ids?$", key):
        scalars = [Id]
    elif attribute.get("enum"):
        scalars = [Literal[tuple(attribute["enum"])] | str]
    elif form == "id_or_numeric":
        scalars = [Id, str, int]  # which one, existing programs decide: see their test below
    else:
        return [python_type(attribute["type"])]
    return [python_type(attribute["type"], dict.fromkeys(SCALARS, scalar)) for scalar in scalars]


def attributes_of(entities: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Return every attribute of some entities, with the entity and its key."""
    return [
        (entity, key, attribute) for entity in entities for key, attribute in ENTITIES[entity]["attributes"].items()
    ]


def test_every_entity_has_a_class() -> None:
    assert {*ENTITY_NAMES, *DIVIDED_ENTITIES, *LEFT_OUT} == set(ENTITIES)
    named = [*ENTITY_NAMES.values(), *(name for names in DIVIDED_ENTITIES.values() for name in names)]
    assert set(named) <= set(classes())


@over("entity", [e for e in ENTITY_NAMES if ENTITIES[e]["extends"]])
def test_what_extends_is_a_subclass(entity: str) -> None:
    base = classes()[ENTITY_NAMES[ENTITIES[entity]["extends"]]]
    assert issubclass(classes()[ENTITY_NAMES[entity]], base)


@over("entity, key, attribute", attributes_of(ENTITY_NAMES))
def test_attribute(entity: str, key: str, attribute: dict[str, Any]) -> None:
    hint = declared(classes()[ENTITY_NAMES[entity]])[key]
    name = f"{entity}.{key}"
    nullable = bool(attribute.get("nullable") or attribute.get("optional"))
    assert (NoneType in get_args(hint)) == (nullable or name in OPTIONAL_BEYOND_FACTS)
    suitable = [TYPES_BEYOND_FACTS[name][0]] if name in TYPES_BEYOND_FACTS else expected_types(key, attribute)
    assert without_none(hint) in suitable


@over("entity, key, attribute", attributes_of(DIVIDED_ENTITIES))
def test_attribute_of_an_entity_of_several_forms(entity: str, key: str, attribute: dict[str, Any]) -> None:
    forms = [declared(classes()[name]) for name in DIVIDED_ENTITIES[entity]]
    hints = [form[key] for form in forms if key in form]
    assert hints
    suitable = expected_types(key, attribute)
    options = [option for hint in suitable for option in item_options(hint)]
    assert all(item_type(without_none(hint)) in {*suitable, *options} for hint in hints)


def item_type(hint: Any) -> Any:
    """Return the type of the items of a list, or the type itself."""
    return get_args(hint)[0] if getattr(hint, "__origin__", None) is list else hint


def item_options(hint: Any) -> tuple[Any, ...]:
    """Return the alternatives of the items of a list, or of a type."""
    item = item_type(hint)
    return (item, *get_args(item))


def test_listed_differences_exist_and_differ() -> None:
    attributes = {f"{entity}.{key}": attribute for entity, key, attribute in attributes_of(ENTITIES)}
    assert set(OPTIONAL_BEYOND_FACTS) | set(TYPES_BEYOND_FACTS) <= set(attributes)
    for name in OPTIONAL_BEYOND_FACTS:
        assert not attributes[name].get("nullable"), name
        assert not attributes[name].get("optional"), name
    for name, (hint, _) in TYPES_BEYOND_FACTS.items():
        assert hint not in expected_types(name.rsplit(".", 1)[1], attributes[name]), name


@over("name", sorted(classes()))
def test_class_is_documented_and_shadows_nothing(name: str) -> None:
    cls = classes()[name]
    assert cls.__doc__
    taken = {field for field in declared_types(cls) if hasattr(Entity, field)}
    assert all(isinstance(vars(cls)[field], property) for field in taken), taken
    assert set(cls.json_names) <= set(declared_types(cls))


def test_exports_are_complete() -> None:
    exported = trunkline.entities.__all__
    assert len(exported) == len(set(exported))
    assert list(exported) == sorted(exported)
    defined = {c.__name__ for c in Entity.__subclasses__() if c.__module__.startswith("trunkline.entities")}
    assert defined <= set(exported)


def suits(annotation: str, hint: Any) -> bool:
    """Return True if a field fits an annotation of Mastodon.py."""
    hint = without_none(hint)
    if found := re.fullmatch(r"Optional\[(.*)\]", annotation):
        return suits(found[1], hint)
    if found := re.fullmatch(r"NonPaginatableList\[(.*)\]|AttribAccessDict\[str, (.*)\]", annotation):
        return suits(found[1] or found[2], get_args(hint)[-1])
    if found := re.fullmatch(r"Union\[(.*)\]", annotation):
        return any(suits(part, hint) for part in found[1].split(", "))
    if annotation in {"NonPaginatableList", "AttribAccessDict"}:
        return True
    if annotation in {"IdType", "MaybeSnowflakeIdType"}:
        return hint is Id
    options = get_args(hint) or (hint,)
    if annotation == "str":
        return Id in options or str in options
    scalar = {"int": int, "bool": bool, "float": float, "datetime": datetime}.get(annotation)
    return scalar in options or any(getattr(o, "__name__", "") == annotation for o in options)


@over(
    "class_name, field, annotation",
    [
        (class_name, field, annotation)
        for class_name, fields in RETURN_TYPES.items()
        for field, annotation in fields.items()
    ],
)
def test_existing_programs_get_their_types(class_name: str, field: str, annotation: str) -> None:
    fields = declared_types(classes()[class_name])
    agrees = field in fields and suits(annotation, fields[field])
    assert agrees != (f"{class_name}.{field}" in RETURN_TYPE_DIFFERENCES)
