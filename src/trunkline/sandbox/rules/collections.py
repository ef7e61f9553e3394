"""Collections of accounts: validation, and what a viewer sees of them."""

from __future__ import annotations

from typing import Any

from trunkline.sandbox.http.params import Params
from trunkline.sandbox.http.validation import Problem, blank, too_long
from trunkline.sandbox.rules.languages import language_names
from trunkline.sandbox.rules.limits import MAX_COLLECTION_DESCRIPTION, MAX_COLLECTION_ITEMS, MAX_COLLECTION_NAME
from trunkline.sandbox.rules.tags import ensure_tag, find_tag
from trunkline.sandbox.rules.text import is_tag_name
from trunkline.sandbox.store.database import Store

_TEXTS = ("name", "description", "language")
_FLAGS = ("sensitive", "discoverable")
_LIMIT = "SELECT r.collection_limit FROM users u JOIN roles r ON r.id = u.role_id WHERE u.account_id = ?"
# The entries of a collection that a viewer sees: the owner also those that wait, nobody accounts that they block.
VISIBLE_ITEMS = """
SELECT i.* FROM collection_items i JOIN collections c ON c.id = i.collection_id
WHERE i.collection_id IN (SELECT value FROM json_each(:collections))
    AND (i.state = 'accepted' OR (i.state = 'pending' AND c.account_id IS :viewer))
    AND i.account_id NOT IN (SELECT target_account_id FROM blocks WHERE account_id IS :viewer)
ORDER BY i.id
"""


def collection_changes(params: Params) -> dict[str, Any]:
    """Return the columns that the parameters change, without the hashtag."""
    changes: dict[str, Any] = {name: params.text(name) for name in _TEXTS if params.has(name)}
    return changes | {name: params.maybe_flag(name) for name in _FLAGS if params.has(name)}


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/collection.rb
def collection_problems(store: Store, values: dict[str, Any], tag_name: str | None) -> list[Problem]:
    """Check the columns of a collection, and the name of its hashtag."""
    name, description, language = (values.get(column) or "" for column in _TEXTS)
    problems = [] if name.strip() else [blank("name")]
    if len(name) > MAX_COLLECTION_NAME:
        problems.append(too_long("name", MAX_COLLECTION_NAME))
    if len(description) > MAX_COLLECTION_DESCRIPTION:
        problems.append(too_long("description", MAX_COLLECTION_DESCRIPTION))
    missing = [flag for flag in _FLAGS if values.get(flag) is None]
    problems += [Problem(flag, "ERR_INCLUSION", "is not included in the list") for flag in missing]
    if language and language not in language_names():
        problems.append(Problem("language", "ERR_INVALID", "is invalid"))
    return [*problems, *_tag_problems(store, tag_name)]


def _tag_problems(store: Store, tag_name: str | None) -> list[Problem]:
    if not tag_name:
        return []
    if not is_tag_name(tag_name):
        return [Problem("tag", "ERR_INVALID", "is invalid")]
    tag = find_tag(store, tag_name)
    unusable = tag is not None and not tag["usable"]
    return [Problem("tag_name", "ERR_UNUSABLE", "may not be used")] if unusable else []


def limit_problems(store: Store, account_id: int, items: int) -> list[Problem]:
    """Check the number of entries of a new collection, and of the collections of its owner."""
    problems = []
    if items > MAX_COLLECTION_ITEMS:
        too_many = f"are too many, no more than {MAX_COLLECTION_ITEMS} are allowed"
        problems.append(Problem("collection_items", "ERR_TOO_MANY", too_many))
    most = store.value(_LIMIT, (account_id,))
    if store.value("SELECT count(*) FROM collections WHERE account_id = ?", (account_id,)) >= most:
        problems.append(Problem("base", "ERR_TOO_MANY", f"are too many, no more than {most} are allowed"))
    return problems


def tag_name_of(params: Params) -> str | None:
    """Return the hashtag in `tag_name` without its sign; `None` for none."""
    return (params.text("tag_name") or "").strip().removeprefix("#") or None


def tag_id_of(store: Store, tag_name: str | None) -> int | None:
    """Return the id of a hashtag, which is created if needed; `None` for none."""
    return None if tag_name is None else ensure_tag(store, tag_name)


def add_item(store: Store, collection_id: int, account_id: int, *, accepted: bool) -> int:
    """Add an account to a collection. Remote accounts are asked first, and the sandbox's never answer."""
    values = {
        "id": store.new_id(),
        "collection_id": collection_id,
        "account_id": account_id,
        "state": "accepted" if accepted else "pending",
        "created_at": store.now(),
    }
    return store.insert("collection_items", values)
