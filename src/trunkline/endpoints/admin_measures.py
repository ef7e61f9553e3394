"""Endpoints for measures, dimensions and retention."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from trunkline.endpoints.parameters import one_of
from trunkline.entities import AdminDimension, AdminMeasure, AdminRetention, CohortFrequency
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.ids import IdLike, id_of
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class AdminMeasures:
    """Statistics over a period. Select each wanted figure by its parameter."""

    @endpoint(since="3.5.0", changed="4.0.0", scopes="admin:read")
    def admin_measures(
        self,
        start_at: datetime | str,
        end_at: datetime | str,
        active_users: bool = False,
        new_users: bool = False,
        interactions: bool = False,
        opened_reports: bool = False,
        resolved_reports: bool = False,
        tag_accounts: IdLike | None = None,
        tag_uses: IdLike | None = None,
        tag_servers: IdLike | None = None,
        instance_accounts: str | None = None,
        instance_media_attachments: str | None = None,
        instance_reports: str | None = None,
        instance_statuses: str | None = None,
        instance_follows: str | None = None,
        instance_followers: str | None = None,
    ) -> Request[list[AdminMeasure]]:
        """Return figures by day, with their total and that of the period before.

        Args:
            start_at: the first day, as a time or ISO 8601 text.
            end_at: the last day.
            active_users: number of active users.
            new_users: number of sign-ups.
            interactions: number of favourites, boosts and replies.
            opened_reports: number of new reports.
            resolved_reports: number of resolved reports.
            tag_accounts: accounts that used the hashtag with this id.
            tag_uses: statuses with the hashtag with this id.
            tag_servers: servers from which the hashtag with this id was used.
            instance_accounts: accounts known from the server of this domain.
            instance_media_attachments: bytes of media from it.
            instance_reports: reports about its accounts.
            instance_statuses: statuses known from it.
            instance_follows: its accounts followed by local accounts.
            instance_followers: its accounts that follow local accounts.

        Raises:
            MastodonIllegalArgumentError: no figure is selected.
        """
        switches = {
            "active_users": active_users,
            "new_users": new_users,
            "interactions": interactions,
            "opened_reports": opened_reports,
            "resolved_reports": resolved_reports,
        }
        tags = {"tag_accounts": tag_accounts, "tag_uses": tag_uses, "tag_servers": tag_servers}
        domains = {
            "instance_accounts": instance_accounts,
            "instance_media_attachments": instance_media_attachments,
            "instance_reports": instance_reports,
            "instance_statuses": instance_statuses,
            "instance_follows": instance_follows,
            "instance_followers": instance_followers,
        }
        form = {**_keys(switches, tags, domains), "start_at": start_at, "end_at": end_at}
        return Request(
            "POST", "/api/v1/admin/measures", list[AdminMeasure], form=form, idempotent=True, prefers_json=True
        )

    @endpoint(since="3.5.0", changed="4.0.0", scopes="admin:read")
    def admin_dimensions(
        self,
        start_at: datetime | str,
        end_at: datetime | str,
        limit: int | None = None,
        languages: bool = False,
        sources: bool = False,
        servers: bool = False,
        space_usage: bool = False,
        software_versions: bool = False,
        tag_servers: IdLike | None = None,
        tag_languages: IdLike | None = None,
        instance_accounts: str | None = None,
        instance_languages: str | None = None,
    ) -> Request[list[AdminDimension]]:
        """Return figures by kind: the most frequent languages, applications, servers and so on.

        Args:
            start_at: the first day, as a time or ISO 8601 text.
            end_at: the last day.
            limit: maximum number of rows of each figure.
            languages: languages of the active users.
            sources: applications used to sign up.
            servers: servers from which most statuses came.
            space_usage: storage used by the database, media and so on.
            software_versions: versions of the server's software.
            tag_servers: servers from which the hashtag with this id was used.
            tag_languages: languages of statuses with the hashtag with this id.
            instance_accounts: the most followed accounts of the server of this domain.
            instance_languages: languages of statuses from it.

        Raises:
            MastodonIllegalArgumentError: no figure is selected.
        """
        switches = {
            "languages": languages,
            "sources": sources,
            "servers": servers,
            "space_usage": space_usage,
            "software_versions": software_versions,
        }
        tags = {"tag_servers": tag_servers, "tag_languages": tag_languages}
        domains = {"instance_accounts": instance_accounts, "instance_languages": instance_languages}
        form = {**_keys(switches, tags, domains), "start_at": start_at, "end_at": end_at, "limit": limit}
        return Request(
            "POST", "/api/v1/admin/dimensions", list[AdminDimension], form=form, idempotent=True, prefers_json=True
        )

    @endpoint(since="3.5.0", changed="4.0.0", scopes="admin:read")
    def admin_retention(
        self, start_at: datetime | str, end_at: datetime | str, frequency: CohortFrequency = "day"
    ) -> Request[list[AdminRetention]]:
        """Return the share of new accounts that were active again in later periods.

        Args:
            start_at: the first day, as a time or ISO 8601 text.
            end_at: the last day.
            frequency: length of a period: ``"day"`` or ``"month"``.
        """
        form = {"start_at": start_at, "end_at": end_at, "frequency": one_of("frequency", frequency, CohortFrequency)}
        return Request("POST", "/api/v1/admin/retention", list[AdminRetention], form=form, idempotent=True)


def _keys(
    switches: Mapping[str, bool], tags: Mapping[str, IdLike | None], domains: Mapping[str, str | None]
) -> dict[str, Any]:
    """Return the selected keys, with the parameters of those that have some."""
    about: dict[str, Any] = {name: {"id": id_of(tag)} for name, tag in tags.items() if tag is not None}
    about |= {name: {"domain": domain} for name, domain in domains.items() if domain is not None}
    keys = [name for name, wanted in switches.items() if wanted] + list(about)
    if not keys:
        names = ", ".join([*switches, *tags, *domains])
        raise MastodonIllegalArgumentError(f"Nothing was asked for: set at least one of {names}.")
    return {"keys": keys, **about}
