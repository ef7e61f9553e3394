"""Your own profile: name, biography, pictures, settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from trunkline.entities import CredentialAccount, Profile, QuotePolicy, Visibility
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request
from trunkline.protocol.uploads import PathOrFile, Upload, upload

Fields = Iterable[tuple[str, str]]
"""Rows of the table on a profile: name and value of each."""


class Profiles:
    """Calls for your own profile. What is not given stays as it is."""

    @endpoint(
        since="1.1.1",
        changed="4.5.0",
        scopes="write:accounts",
        params_since={
            "locked": "2.3.0",
            "source": "2.4.0",
            "discoverable": "2.7.0",
            "hide_collections": "4.1.0",
            "indexable": "4.2.0",
            "attribution_domains": "4.4.0",
            "avatar_description": "4.6.0",
            "header_description": "4.6.0",
        },
    )
    def account_update_credentials(
        self,
        display_name: str | None = None,
        note: str | None = None,
        avatar: PathOrFile | None = None,
        avatar_mime_type: str | None = None,
        header: PathOrFile | None = None,
        header_mime_type: str | None = None,
        locked: bool | None = None,
        bot: bool | None = None,
        discoverable: bool | None = None,
        fields: Fields | None = None,
        hide_collections: bool | None = None,
        indexable: bool | None = None,
        attribution_domains: Iterable[str] | None = None,
        default_privacy: Visibility | None = None,
        default_sensitive: bool | None = None,
        default_language: str | None = None,
        default_quote_policy: QuotePolicy | None = None,
        avatar_description: str | None = None,
        header_description: str | None = None,
    ) -> Request[CredentialAccount]:
        """Change your profile, and the defaults of your statuses.

        Args:
            display_name: the name to show, usually at most 30 characters.
            note: the biography, usually at most 500 characters.
            avatar: the picture, shown as a square.
            avatar_mime_type: its type; guessed unless given.
            header: the banner, shown three times as wide as high.
            header_mime_type: its type; guessed unless given.
            locked: let followers in by hand.
            bot: say that the account is automated.
            discoverable: recommend the account to others.
            fields: the rows of the table, all of them, usually at most four; an empty list removes them.
            hide_collections: hide whom you follow and who follows you.
            indexable: let your public statuses be found by full-text search.
            attribution_domains: the domains whose pages may name you as their author, all of them.
            default_privacy: who may see new statuses; never ``"direct"``.
            default_sensitive: hide the media of new statuses until somebody wants to see them.
            default_language: the language of new statuses as an ISO 639-1 code.
            default_quote_policy: who may quote new statuses without being asked.
            avatar_description: a text for those who cannot see the picture.
            header_description: a text for those who cannot see the banner.
        """
        form = {
            "display_name": display_name,
            "note": note,
            "locked": locked,
            "bot": bot,
            "discoverable": discoverable,
            "hide_collections": hide_collections,
            "indexable": indexable,
            "avatar_description": avatar_description,
            "header_description": header_description,
            "source": _unless_empty(
                {
                    "privacy": default_privacy,
                    "sensitive": default_sensitive,
                    "language": default_language,
                    "quote_policy": default_quote_policy,
                }
            ),
            **_lists(fields, attribution_domains),
        }
        files = _pictures(avatar, avatar_mime_type, header, header_mime_type)
        return Request("PATCH", "/api/v1/accounts/update_credentials", CredentialAccount, form=form, files=files)

    @endpoint(since="4.6.0", changed="4.6.0", scopes="profile read:accounts")
    def profile(self) -> Request[Profile]:
        """Your profile with its texts as they were typed, to edit it."""
        return Request("GET", "/api/v1/profile", Profile)

    @endpoint(since="4.6.0", scopes="write:accounts")
    def profile_update(
        self,
        display_name: str | None = None,
        note: str | None = None,
        avatar: PathOrFile | None = None,
        avatar_mime_type: str | None = None,
        header: PathOrFile | None = None,
        header_mime_type: str | None = None,
        locked: bool | None = None,
        bot: bool | None = None,
        discoverable: bool | None = None,
        hide_collections: bool | None = None,
        indexable: bool | None = None,
        show_media: bool | None = None,
        show_media_replies: bool | None = None,
        show_featured: bool | None = None,
        attribution_domains: Iterable[str] | None = None,
        fields: Fields | None = None,
        avatar_description: str | None = None,
        header_description: str | None = None,
    ) -> Request[Profile]:
        """Change your profile.

        Args:
            display_name: the name to show, usually at most 30 characters.
            note: the biography, usually at most 500 characters.
            avatar: the picture, shown as a square.
            avatar_mime_type: its type; guessed unless given.
            header: the banner, shown three times as wide as high.
            header_mime_type: its type; guessed unless given.
            locked: let followers in by hand.
            bot: say that the account is automated.
            discoverable: recommend the account to others.
            hide_collections: hide whom you follow and who follows you.
            indexable: let your public statuses be found by full-text search.
            show_media: show a tab with your media.
            show_media_replies: show media of replies in it too.
            show_featured: show a tab with what you feature.
            attribution_domains: the domains whose pages may name you as their author, all of them.
            fields: the rows of the table, all of them, usually at most four; an empty list removes them.
            avatar_description: a text for those who cannot see the picture.
            header_description: a text for those who cannot see the banner.
        """
        form = {
            "display_name": display_name,
            "note": note,
            "locked": locked,
            "bot": bot,
            "discoverable": discoverable,
            "hide_collections": hide_collections,
            "indexable": indexable,
            "show_media": show_media,
            "show_media_replies": show_media_replies,
            "show_featured": show_featured,
            "avatar_description": avatar_description,
            "header_description": header_description,
            **_lists(fields, attribution_domains),
        }
        files = _pictures(avatar, avatar_mime_type, header, header_mime_type)
        return Request("PATCH", "/api/v1/profile", Profile, form=form, files=files)

    @endpoint(since="4.2.0", scopes="write:accounts")
    def account_delete_avatar(self) -> Request[CredentialAccount]:
        """Remove your picture."""
        return Request("DELETE", "/api/v1/profile/avatar", CredentialAccount)

    @endpoint(since="4.2.0", scopes="write:accounts")
    def account_delete_header(self) -> Request[CredentialAccount]:
        """Remove your banner."""
        return Request("DELETE", "/api/v1/profile/header", CredentialAccount)


def _pictures(
    avatar: PathOrFile | None, avatar_mime_type: str | None, header: PathOrFile | None, header_mime_type: str | None
) -> dict[str, Upload]:
    pictures = {"avatar": (avatar, avatar_mime_type), "header": (header, header_mime_type)}
    return {name: upload(file, kind) for name, (file, kind) in pictures.items() if file is not None}


def _lists(fields: Fields | None, domains: Iterable[str] | None) -> dict[str, Any]:
    """The form fields of lists that are replaced whole; one blank element stands for an empty list."""
    sent: dict[str, Any] = {}
    if fields is not None:
        rows = list(fields) or [("", "")]
        sent["fields_attributes"] = {str(i): {"name": name, "value": value} for i, (name, value) in enumerate(rows)}
    if domains is not None:
        sent["attribution_domains"] = list(domains) or [""]
    return sent


def _unless_empty(fields: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """*fields*, or ``None`` if none of them has a value."""
    return fields if any(value is not None for value in fields.values()) else None
