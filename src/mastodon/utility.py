"""Helpers on text and versions, and the client."""

import copy
import datetime
import re
import sys
import unicodedata
import warnings
from typing import TYPE_CHECKING

from mastodon._url_regex import url_regex
from mastodon.compat import IMPL_HAS_BLURHASH, IMPL_HAS_GRAPHEME, imports_of
from mastodon.types_base import Entity, PaginatableList, PaginationInfo, try_cast
from trunkline.clients.client import Mastodon
from trunkline.entities import MediaAttachment
from trunkline.errors import MastodonAPIError, MastodonIllegalArgumentError, MastodonNotFoundError, MastodonVersionError
from trunkline.protocol.versions import api_version, max_version, parse_version_string
from trunkline.text import html_to_markdown, html_to_text, split_text, status_length

__all__ = [
    "IMPL_HAS_BLURHASH",
    "IMPL_HAS_GRAPHEME",
    "Entity",
    "Mastodon",
    "MastodonAPIError",
    "MastodonIllegalArgumentError",
    "MastodonNotFoundError",
    "MastodonVersionError",
    "MediaAttachment",
    "PaginatableList",
    "PaginationInfo",
    "api_version",
    "copy",
    "datetime",
    "html_to_markdown",
    "html_to_text",
    "max_version",
    "parse_version_string",
    "re",
    "split_text",
    "status_length",
    "sys",
    "try_cast",
    "unicodedata",
    "url_regex",
    "warnings",
]

if not TYPE_CHECKING:
    __getattr__ = imports_of(__name__)
