"""Requests in a form that can be compared: names with values, whichever way they were encoded."""

from __future__ import annotations

import json
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl


def described(query: str, content_type: str, body: bytes) -> dict[str, Any]:
    """Describe the parameters of a request: `query`, `form` (the encoding) and `body`."""
    form, content = _content(content_type, body)
    return {"query": _pairs(parse_qsl(query, keep_blank_values=True)), "form": form, "body": content}


def _content(content_type: str, body: bytes) -> tuple[str, dict[str, list[str]]]:
    if not body:
        return "none", {}
    if "json" in content_type:
        return "json", _pairs(_flat("", json.loads(body)))
    if "urlencoded" in content_type:
        return "urlencoded", _pairs(parse_qsl(body.decode(), keep_blank_values=True))
    if "multipart" in content_type:
        return "multipart", _pairs(_parts(content_type, body))
    return "bytes", {"": [f"{len(body)} bytes"]}


def _pairs(pairs: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _flat(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict) and value:
        return [one for key, inner in value.items() for one in _flat(f"{name}[{key}]" if name else key, inner)]
    if isinstance(value, list) and value:
        return [one for inner in value for one in _flat(f"{name}[]", inner)]
    return [(name, json.dumps(value))]


def _parts(content_type: str, body: bytes) -> list[tuple[str, str]]:
    message = BytesParser(EmailMessage, policy=HTTP).parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    found = []
    for part in message.iter_parts():
        name, file = part.get_param("name", header="content-disposition"), part.get_filename()
        content = part.get_payload(decode=True)
        data = content if isinstance(content, bytes) else b""
        if file is None:
            found.append((str(name), data.decode()))
        else:
            found.append((str(name), f"a file {part.get_content_type()} {sha256(data).hexdigest()[:8]}"))
            found.append((f"{name} (file name)", file))
    return found
