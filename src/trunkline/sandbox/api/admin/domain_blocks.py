"""`/api/v1/admin/domain_blocks`: servers that are limited or suspended."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.admin.guard import moderates
from trunkline.sandbox.api.admin.table import AdminTable
from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.context import domain_of, store_of
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.http.validation import Problem, blank, inclusion_problems, refuse
from trunkline.sandbox.moderation.permissions import Permission
from trunkline.sandbox.moderation.server_blocks import enforce, lift, rule_for
from trunkline.sandbox.rules.domains import domain_digest, domain_problems, normalised_domain
from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.times import iso

SEVERITIES = ("noop", "silence", "suspend")
_FLAGS = ("reject_media", "reject_reports", "obfuscate")
_COMMENTS = ("private_comment", "public_comment")


def _shown(_store: Store, row: Row) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "domain": row["domain"],
        "digest": domain_digest(row["domain"]),
        "created_at": iso(row["created_at"]),
        "severity": row["severity"],
        **{name: bool(row[name]) for name in ("reject_media", "reject_reports")},
        **{name: row[name] for name in _COMMENTS},
        "obfuscate": bool(row["obfuscate"]),
    }


_BLOCKS = AdminTable(
    "domain_blocks",
    "server_domain_blocks",
    Permission.MANAGE_FEDERATION,
    _shown,
    largest_limit=500,
    before_delete=lift,
)


@moderates(_BLOCKS.write, _BLOCKS.permission)
async def create(request: Request) -> Response:
    """POST /api/v1/admin/domain_blocks: refused if the domain is blocked already, or a parent domain more strictly."""
    params, store = await params_of(request), store_of(request)
    domain = normalised_domain(params.filled("domain") or "")
    values = {"severity": "silence", **_settings(params), "domain": domain, "created_at": store.now()}
    known = rule_for(store, domain)
    if known is not None and (known["domain"] == domain or not _is_as_strict(values, known)):
        error = f"You have already imposed stricter limits on {known['domain']}."
        return answer({"error": error, "existing_domain_block": _shown(store, known)}, 422)
    refuse([*domain_problems(params, domain_of(request)), *_problems(params)])
    with store.transaction():
        row_id = store.insert("server_domain_blocks", values)
        enforce(store, _BLOCKS.row(store, row_id))
    return _BLOCKS.answer(request, row_id)


def _is_as_strict(values: dict[str, Any], known: Row) -> bool:
    if values["severity"] == "suspend":
        return True
    if values["severity"] in SEVERITIES and SEVERITIES.index(values["severity"]) < SEVERITIES.index(known["severity"]):
        return False
    return all(values.get(name) or not known[name] for name in ("reject_media", "reject_reports"))


def _settings(params: Params) -> dict[str, Any]:
    """Read the columns of a block from the parameters, without its domain."""
    chosen: dict[str, Any] = {name: params.flag(name) for name in _FLAGS if params.has(name)}
    chosen |= {name: params.text(name) for name in _COMMENTS if params.has(name)}
    if params.has("severity"):
        chosen["severity"] = params.text("severity")
    return chosen


def _problems(params: Params) -> list[Problem]:
    """Check the settings. A flag that is null has no words of Mastodon's, whose database refuses it."""
    severity = params.text("severity") or "" if params.has("severity") else None
    flags = [name for name in _FLAGS if params.has(name) and params.maybe_flag(name) is None]
    return [*inclusion_problems("severity", severity, SEVERITIES), *(blank(name) for name in flags)]


@moderates(_BLOCKS.write, _BLOCKS.permission, _BLOCKS.find)
async def update(request: Request) -> Response:
    """PUT /api/v1/admin/domain_blocks/:id."""
    params, store, row = await params_of(request), store_of(request), _BLOCKS.find(request)
    refuse(_problems(params))
    changes = _settings(params)
    with store.transaction():
        store.update("server_domain_blocks", row["id"], changes)
        if changes.get("severity", row["severity"]) != row["severity"]:
            lift(store, row)
        enforce(store, _BLOCKS.row(store, row["id"]))
    return _BLOCKS.answer(request, row["id"])


routes = [
    *_BLOCKS.routes(),
    Route(_BLOCKS.path, create, methods=["POST"]),
    Route(f"{_BLOCKS.path}/{{id}}", update, methods=["PUT"]),
]
