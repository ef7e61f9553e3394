"""Description and focus of an attachment."""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from trunkline.sandbox.http.params import Params
from trunkline.sandbox.http.validation import Problem, too_long
from trunkline.sandbox.media.kinds import DESCRIPTION_LIMIT

_LEADING_NUMBER = re.compile(r"\s*[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?")


def description_problems(params: Params) -> list[Problem]:
    """Check the length of the description."""
    description = params.text("description") or ""
    return [too_long("description", DESCRIPTION_LIMIT)] if len(description) > DESCRIPTION_LIMIT else []


def described(params: Params) -> dict[str, Any]:
    """Return the column of the description, if one was sent: as it was sent, blanks included."""
    return {"description": params.text("description")} if params.has("description") else {}


def with_focus(meta: dict[str, Any], params: Params) -> dict[str, Any]:
    """Return metadata with the focus in `"-0.5,0.3"`; a coordinate that is missing is null."""
    focus = params.filled("focus")
    if focus is None:
        return meta
    x, y, *_ = (*map(_number, focus.split(",")), None, None)
    return {**meta, "focus": {"x": x, "y": y}}


def _number(text: str) -> float:
    """Return the number at the beginning of a text, 0 if there is none."""
    found = _LEADING_NUMBER.match(text)
    number = float(found[0]) if found else 0.0
    return number if isfinite(number) else 0.0
