"""Endpoints for your own profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from trunkline.endpoints.parameters import text_list
from trunkline.entities import CredentialAccount, Profile, QuotePolicy, Visibility
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request
from trunkline.protocol.uploads import PathOrFile, Upload, upload

Fields = Iterable[tuple[str, str]]
"""Rows of the table on a profile: names and values."""


class Profiles:
    """Reading and changing your profile. Parameters not given keep their values."""

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
            display_name: the name to show, at most 40 characters (30 on older servers).
            note: the biography, at most 500 characters.
            avatar: the avatar, shown as a square.
            avatar_mime_type: the MIME type of the avatar; guessed unless given.
            header: the header image, shown three times as wide as high.
            header_mime_type: the MIME type of the header image; guessed unless given.
            locked: approve follow requests by hand.
            bot: mark the account as a bot.
            discoverable: allow the server to recommend the account.
            fields: all rows of the table, at most 4; an empty list removes them.
            hide_collections: hide the lists of followers and followed accounts.
            indexable: allow full-text search in your public statuses.
            attribution_domains: all domains whose pages may name you as their author, at most 100.
            default_privacy: the default visibility of new statuses; never ``"direct"``.
            default_sensitive: mark the media of new statuses as sensitive.
            default_language: the default language of new statuses, as an ISO 639-1 code.
            default_quote_policy: accounts that may quote new statuses without approval.
            avatar_description: the alternative text of the avatar, at most 150 characters.
            header_description: the alternative text of the header image, at most 150 characters.
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
        """Return your profile, its texts as they were typed."""
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
            display_name: the name to show, at most 40 characters (30 on older servers).
            note: the biography, at most 500 characters.
            avatar: the avatar, shown as a square.
            avatar_mime_type: the MIME type of the avatar; guessed unless given.
            header: the header image, shown three times as wide as high.
            header_mime_type: the MIME type of the header image; guessed unless given.
            locked: approve follow requests by hand.
            bot: mark the account as a bot.
            discoverable: allow the server to recommend the account.
            hide_collections: hide the lists of followers and followed accounts.
            indexable: allow full-text search in your public statuses.
            show_media: show a media tab.
            show_media_replies: include media of replies in the media tab.
            show_featured: show a tab of featured content.
            attribution_domains: all domains whose pages may name you as their author, at most 100.
            fields: all rows of the table, at most 4; an empty list removes them.
            avatar_description: the alternative text of the avatar, at most 150 characters.
            header_description: the alternative text of the header image, at most 150 characters.
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
        """Remove your avatar."""
        return Request("DELETE", "/api/v1/profile/avatar", CredentialAccount)

    @endpoint(since="4.2.0", scopes="write:accounts")
    def account_delete_header(self) -> Request[CredentialAccount]:
        """Remove your header image."""
        return Request("DELETE", "/api/v1/profile/header", CredentialAccount)


def _pictures(
    avatar: PathOrFile | None, avatar_mime_type: str | None, header: PathOrFile | None, header_mime_type: str | None
) -> dict[str, Upload]:
    pictures = {"avatar": (avatar, avatar_mime_type), "header": (header, header_mime_type)}
    return {name: upload(file, kind) for name, (file, kind) in pictures.items() if file is not None}


def _lists(fields: Fields | None, domains: Iterable[str] | None) -> dict[str, Any]:
    """Return the form fields of lists that are replaced whole; a blank element stands for an empty list."""
    sent: dict[str, Any] = {}
    if fields is not None:
        rows = list(fields) or [("", "")]
        sent["fields_attributes"] = {str(i): {"name": name, "value": value} for i, (name, value) in enumerate(rows)}
    if domains is not None:
        sent["attribution_domains"] = text_list(domains) or [""]
    return sent


def _unless_empty(fields: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return *fields*, or None if none of them has a value."""
    return fields if any(value is not None for value in fields.values()) else None
