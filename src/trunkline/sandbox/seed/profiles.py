"""Rows of accounts, users and apps."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence

from trunkline.sandbox.rules.text import format_field
from trunkline.sandbox.seed.dice import Dice
from trunkline.sandbox.seed.names import APPS
from trunkline.sandbox.seed.people import Person
from trunkline.sandbox.seed.pictures import avatars, photos
from trunkline.sandbox.seed.tables import Rows
from trunkline.sandbox.seed.topics import TOPICS
from trunkline.sandbox.seed.writing import phrase, profile_url, to_html
from trunkline.sandbox.store.times import DAY, iso

EMAIL_DOMAIN = "sandbox.example"
_ROLES = {"admin": 3}
_EVERYBODY = -99
PasswordHash = Callable[[str], str]


def write_profiles(dice: Dice, rows: Rows, people: Sequence[Person], password_hash: PasswordHash) -> None:
    """Write accounts, the users of the local ones, and the apps.

    Args:
        dice: the random generator of the content.
        rows: the tables to write to.
        people: the people.
        password_hash: function that returns the hash of a person's password.
    """
    for person in people:
        _write_account(dice, rows, person)
        if person.local:
            _write_user(rows, person, password_hash(person.username))
            rows.add("user_ips", person.id, f"192.0.2.{1 + person.id % 0x10000 % 254}", person.created_at)
    for number, (name, website) in enumerate(APPS, start=1):
        rows.add(
            "apps",
            number,
            name,
            website,
            '["urn:ietf:wg:oauth:2.0:oob"]',
            "read write follow",
            f"{dice.getrandbits(512):0128x}",
            secrets.token_urlsafe(32),
            people[0].created_at,
        )


def _write_account(dice: Dice, rows: Rows, person: Person) -> None:
    note = _note(dice, person)
    note_html = to_html(note, person, ())
    fields = _fields(dice, person)
    fields_html = [{**field, "value": format_field(str(field["value"]))} for field in fields]
    avatar = dice.pick(avatars()).path if dice.chance(0.9) else None
    header = dice.pick(photos()).path if dice.chance(0.6) else None
    remote = not person.local
    rows.add(
        "accounts",
        person.id,
        person.username,
        person.domain,
        person.display_name,
        note_html if remote else note,
        note_html,
        _json(fields),
        _json(fields_html),
        profile_url(person) if remote else None,
        f"https://{person.domain}/users/{person.username}" if remote else None,
        avatar,
        avatar,
        header,
        header,
        int(person.locked),
        int(person.bot),
        int(person.discoverable),
        int(person.indexable),
        int(person.noindex),
        int(person.suspended),
        int(person.limited),
        1,
        person.created_at,
    )


def _write_user(rows: Rows, person: Person, password_hash: str) -> None:
    rows.add(
        "users",
        person.id,
        f"{person.username}@{EMAIL_DOMAIN}",
        password_hash,
        person.language.code,
        _ROLES.get(person.username, _EVERYBODY),
        person.language.code,
        person.created_at,
    )


def _note(dice: Dice, person: Person) -> str:
    if person.bot:
        return f"{person.display_name}. I am a bot. #{TOPICS[person.topics[0]].tags[0]}"
    if not person.no_bots and dice.chance(0.1):
        return ""
    bio = phrase(dice, person.language, person.language.bios)
    tags = " ".join(f"#{person.language.tags[topic]}" for topic in person.topics[:2])
    note = f"{bio}\n\n{tags}" if dice.chance(0.5) else bio
    return f"{note}\n\n#nobot" if person.no_bots else note


def _fields(dice: Dice, person: Person) -> list[dict[str, str | None]]:
    fields: list[dict[str, str | None]] = []
    if dice.chance(0.4):
        verified = iso(person.created_at + DAY) if dice.chance(0.5) else None
        site = f"https://{person.username.replace('_', '-')}.example.org"
        fields.append({"name": "Website", "value": site, "verified_at": verified})
    if dice.chance(0.25):
        fields.append({"name": "Pronouns", "value": dice.pick(("she/her", "he/him", "they/them")), "verified_at": None})
    if dice.chance(0.2):
        fields.append({"name": "Allotment", "value": f"No. {dice.between(1, 90)} 🌱", "verified_at": None})
    return fields


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
