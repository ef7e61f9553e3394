"""Bodies and queries in the forms that the software of the server reads.

Whatever is not in the table is written to with forms. A value that a form cannot say, such as an empty list, is sent as
JSON to software that is known to read it; to other software it is an error, because it would arrive as something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from trunkline.errors import MastodonVersionError
from trunkline.protocol.encoding import DIGITS, WORDS, Flags, Pairs, as_json, pairs
from trunkline.protocol.request import Request
from trunkline.protocol.software import FORKS


class Reader(NamedTuple):
    """Formats that a family of servers reads.

    Attributes:
        families: names of the software, as `trunkline.protocol.software` gives them.
        below: beginning of the paths that this is about.
        form: reads forms.
        json: reads JSON.
        reason: the source of this knowledge.
        flags: texts for false and true that it reads in queries and forms.
    """

    families: frozenset[str]
    below: str
    form: bool
    json: bool
    reason: str
    flags: Flags = DIGITS


READERS = (
    Reader(FORKS, "", True, True, "Rails parses both: https://docs.joinmastodon.org/client/intro/#parameters"),
    Reader(
        frozenset({"gotosocial"}),
        "",
        True,
        True,
        "its 406 for another content type names application/json, application/x-www-form-urlencoded and multipart; "
        "flags are read by strconv.ParseBool: "
        "https://github.com/superseriousbusiness/gotosocial/blob/main/internal/api/util/parsequery.go",
    ),
    Reader(frozenset({"takahe"}), "", True, True, "0.11.0 was asked with both; flags are read by pydantic"),
    Reader(
        frozenset({"pleroma", "akkoma"}),
        "",
        True,
        True,
        "Plug.Parsers with urlencoded, multipart and json: "
        "https://git.pleroma.social/pleroma/pleroma/-/blob/develop/lib/pleroma/web/endpoint.ex; flags: "
        "https://git.pleroma.social/pleroma/pleroma/-/blob/develop/lib/pleroma/web/utils/params.ex",
    ),
    Reader(
        frozenset({"hollo"}),
        "/api/v1/accounts/update_credentials",
        True,
        False,
        "validated as a form: https://github.com/fedify-dev/hollo/blob/main/src/api/v1/accounts.ts",
        WORDS,
    ),
    Reader(
        frozenset({"hollo"}),
        "",
        False,
        True,
        "0.6.20 made an empty post of a form, and does not read lists, booleans and nested fields in forms: "
        "https://github.com/fedify-dev/hollo/blob/main/src/helpers.ts; queries have to say true or false: "
        "https://github.com/fedify-dev/hollo/blob/main/src/api/v1/timelines.ts",
        WORDS,
    ),
    Reader(
        frozenset({"snac"}),
        "",
        True,
        False,
        "2.94 takes values for the texts of a form, and reads only true in source[sensitive]: "
        "https://codeberg.org/grunfink/snac2/src/branch/master/mastoapi.c",
        WORDS,
    ),
    Reader(
        frozenset({"friendica"}),
        "/api/v1/push/",
        True,
        False,
        "changes of alerts have to say true: "
        "https://github.com/friendica/friendica/blob/stable/src/Module/Api/Mastodon/PushSubscription.php",
        WORDS,
    ),
    Reader(
        frozenset({"pixelfed", "friendica"}),
        "",
        True,
        False,
        "public reports: only forms are read; Laravel refuses the texts true and false: "
        "https://laravel.com/docs/validation#rule-boolean",
    ),
)
"""All that is known; the first row for a family and a path counts."""

_UNKNOWN = Reader(frozenset(), "", True, False, "forms are read by all families but Hollo up to 0.6")


def depends_on_software(request: Request[Any]) -> bool:
    """Return True if the server's software decides on the body of a request."""
    if request.json is not None or request.anonymous:
        return False
    fields = [value for value in request.form.values() if value is not None]
    return _has_flags(fields) if request.files else bool(fields)


def query_depends_on_software(request: Request[Any]) -> bool:
    """Return True if the server's software decides on the query of a request."""
    return _has_flags(request.params.values())


def _has_flags(values: Iterable[Any]) -> bool:
    return any(_has_flags(one.values()) if isinstance(one, Mapping) else isinstance(one, bool) for one in values)


def reader_of(software: str, path: str) -> Reader:
    """Return what a server reads at a path.

    Args:
        software: the name of its software, empty if unknown.
        path: the path below the server's address.
    """
    rows = (row for row in READERS if software in row.families and path.startswith(row.below))
    return next(rows, _UNKNOWN)


def body_of(request: Request[Any], software: str) -> tuple[Pairs, Any]:
    """Return the body of a request: the fields of a form, and JSON or ``None``.

    Args:
        request: the request; with files, or without the token as for OAuth, it is always a form.
        software: the name of the server's software, empty if unknown.

    Raises:
        MastodonVersionError: a value cannot be sent so that this server reads it.
    """
    reader = reader_of(software, request.path)
    if request.files or not depends_on_software(request):
        return pairs(request.form, reader.flags), request.json
    exact = [name for name in request.exact if _only_in_json(request.form.get(name))]
    has_false = any(_has_false(request.form.get(one)) for one in request.exact)
    if not reader.form or (reader.json and (exact or has_false or request.prefers_json)):
        return [], as_json(request.form)
    if exact:
        shown = " and ".join(f"{name}={_shown(request.form[name])}" for name in exact)
        raise MastodonVersionError(
            f"{shown} can be sent as JSON only, which {software or 'this software'} is not known to read. Leave it out."
        )
    fields = {name: _without_false(name, value, request.exact) for name, value in request.form.items()}
    return pairs(fields, reader.flags), None


def _only_in_json(value: Any) -> bool:
    """Return True for values that a form cannot say: false where any text is true, no or several nested objects."""
    return value is False or (isinstance(value, list) and (not value or isinstance(value[0], Mapping)))


def _has_false(value: Any) -> bool:
    return isinstance(value, Mapping) and any(one is False for one in value.values())


def _without_false(name: str, value: Any, exact: Iterable[str]) -> Any:
    """Return a nested object without what is false, which is what a server takes absent fields for."""
    if name in exact and _has_false(value):
        return {key: one for key, one in value.items() if one is not False}
    return value


def _shown(value: Any) -> str:
    return "False" if value is False else "[]" if not value else "[...]"
