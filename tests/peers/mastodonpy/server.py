"""The server: what it says of itself, and its announcements."""

from __future__ import annotations

from typing import Any

from .steps import lacks, nothing, refused, some, step


def server(world: Any) -> None:
    """Walk."""
    nobody, own = world["nobody"], world["as"]["mia"]
    host = world["url"].partition("://")[2]
    step("instance", nobody.instance, lambda found: (found.get("domain") or found.get("uri")) == host)
    step("instance_v1", nobody.instance_v1, {"uri": host, "version": some, "stats": {"user_count": some}})
    step("instance_v2", nobody.instance_v2, {"domain": host, "configuration": {"statuses": {"max_characters": 500}}})
    step("instance_activity", nobody.instance_activity, lambda weeks: len(weeks) == 12)
    step("instance_peers", nobody.instance_peers, some)
    step("instance_health", nobody.instance_health, True)
    step("instance_nodeinfo", nobody.instance_nodeinfo, {"version": "2.0", "software": {"name": "mastodon"}})
    step("instance_rules", nobody.instance_rules, some)
    step("instance_extended_description", nobody.instance_extended_description, {"content": some})
    step("instance_translation_languages", nobody.instance_translation_languages, lambda found: "de" in found["en"])
    step("instance_languages", nobody.instance_languages, lambda found: any(one.code == "en" for one in found))
    step("instance_terms_of_service", nobody.instance_terms_of_service, {"content": some, "effective": True})
    step("instance_domain_blocks", nobody.instance_domain_blocks, lambda found: isinstance(found, list))
    step("custom_emojis", nobody.custom_emojis, lambda found: found and all(one.shortcode for one in found))
    step("retrieve_mastodon_version", nobody.retrieve_mastodon_version, lambda version: version.startswith("4."))
    step(
        "verify_minimum_version",
        lambda: [nobody.verify_minimum_version(one) for one in ("4.3.0", "9.0.0")],
        [True, False],
    )
    step("get_supported_version", nobody.get_supported_version, some)
    step("get_approx_server_time", nobody.get_approx_server_time, some)
    step("stream_healthy", nobody.stream_healthy, True)
    refused("get_async_refresh_status", lambda: own.get_async_refresh_status("nothing"), 404)
    announcement = world["announcement"]
    step("announcements", own.announcements, lambda found: any(str(one.id) == announcement for one in found))
    step("announcement_reaction_create", lambda: own.announcement_reaction_create(announcement, "🐟"), nothing)
    step("announcement_reaction_delete", lambda: own.announcement_reaction_delete(announcement, "🐟"), nothing)
    step("announcement_dismiss", lambda: own.announcement_dismiss(announcement), nothing)
    step("an announcement that was read", own.announcements, lacks("id", announcement))
