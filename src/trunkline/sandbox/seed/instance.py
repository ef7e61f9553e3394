"""Data of the server itself: rules, announcements, known and blocked servers."""

from __future__ import annotations

import json

from trunkline.sandbox.rules.text import format_text
from trunkline.sandbox.seed.tables import Rows
from trunkline.sandbox.seed.world import World
from trunkline.sandbox.store.times import DAY

# text, hint, and both in German
_RULES = (
    (
        "Be kind.",
        "Disagree with ideas, not with people.",
        "Seid freundlich.",
        "Streitet über Ideen, nicht über Menschen.",
    ),
    ("No hate speech.", "This includes jokes.", "Keine Hassrede.", "Auch nicht im Scherz."),
    (
        "Describe your pictures.",
        "Not everybody can see them.",
        "Beschreibt eure Bilder.",
        "Nicht alle können sie sehen.",
    ),
    (
        "No spam.",
        "Bots are welcome if they say that they are bots.",
        "Kein Spam.",
        "Bots sind willkommen, wenn sie sich zu erkennen geben.",
    ),
)
_ANNOUNCEMENTS = (
    ("Welcome to the sandbox! Everything here is invented.", 18, ("🎉", "blobheart")),
    ("Maintenance on Sunday night: expect a few quiet minutes.", 5, ("👍",)),
)
_REFUSED = (
    ("spam.example", "suspend", "Nothing but spam"),
    ("shouting.example", "silence", "Too loud for the public timelines"),
    ("mirror.example", "noop", None),
)


# What the owner of the server has chosen: `DEFAULTS` are the choices of nobody.
_SETTINGS = {
    "extended_description": "<p>Everything here is invented and may be changed, deleted and broken at will.</p>",
    "privacy_policy": "<p>The sandbox keeps what you send it until it stops, or in the file that you named.</p>",
    "terms_of_service": "<p>Use it to try things out. Nobody is harmed.</p>",
    "show_domain_blocks": "all",
}


def write_rules(rows: Rows) -> None:
    """Write the rules of the server."""
    for position, (text, hint, german, german_hint) in enumerate(_RULES):
        translations = {"de": {"text": german, "hint": german_hint}}
        rows.add("rules", position, text, hint, json.dumps(translations, ensure_ascii=False))


def write_instance(world: World) -> None:
    """Write the owner's texts, announcements with reactions, known servers and blocked ones."""
    rows, end = world.rows, world.window.end
    for name, value in _SETTINGS.items():
        rows.add("settings", name, json.dumps(value))
    readers = [person for person in world.community.locals if not person.suspended]
    for number, (text, days_ago, reactions) in enumerate(_ANNOUNCEMENTS, start=1):
        at = end - days_ago * DAY
        rows.add("announcements", number, text, format_text(text), at, at)
        for name in reactions:
            for person in world.dice.some(readers, 3):
                rows.add("announcement_reactions", number, person.id, name)
    for domain in dict.fromkeys(person.domain for person in world.community.people if person.domain):
        rows.add("peers", domain)
    for domain, severity, comment in _REFUSED:
        rows.add("server_domain_blocks", domain, severity, comment, world.community.people[0].created_at)
