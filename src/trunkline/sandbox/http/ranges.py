"""Range requests: a part of a file, by which players seek."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response

_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


# Source: https://www.rfc-editor.org/rfc/rfc9110.html#name-range
def file_response(request: Request, data: bytes, content_type: str, headers: dict[str, str]) -> Response:
    """Build the answer with a file, or with the part of it that the request asks for.

    Several ranges, and ranges of a file that has changed meanwhile (`If-Range`), are answered with the whole file.
    """
    headers = {**headers, "Accept-Ranges": "bytes"}
    wanted = _ONE_RANGE.fullmatch(request.headers.get("range", ""))
    if wanted is None or wanted.group(0) == "bytes=-" or request.method != "GET" or "if-range" in request.headers:
        return Response(data, 200, headers, content_type)
    first, last = wanted.groups()
    start = int(first) if first else max(0, len(data) - int(last))
    end = min(int(last) + 1, len(data)) if first and last else len(data)
    if first and last and int(last) < int(first):
        return Response(data, 200, headers, content_type)
    if start >= len(data) or (not first and int(last) == 0):
        return Response(None, 416, {**headers, "Content-Range": f"bytes */{len(data)}"})
    return Response(
        data[start:end], 206, {**headers, "Content-Range": f"bytes {start}-{end - 1}/{len(data)}"}, content_type
    )
