"""Pattern of URLs that servers turn into links."""

import json
import re

from trunkline.text.tokens import _BEFORE_URL, _PATH, _QUERY, _SCHEME

# Any word of two letters or more is a top-level domain here.
_DOMAIN = r"(?:[^\W_](?:[\w-]*\w)?\.)+(?:xn--[A-Za-z0-9-]+|[^\W\d_]{2,})(?![\w@-])(?::\d+)?"
URL_REGEX_SOURCE = rf"{_BEFORE_URL}(?P<url>{_SCHEME}://{_DOMAIN}(?:{_PATH})?(?:{_QUERY})?)"
URL_REGEX_JSON = json.dumps({"source": URL_REGEX_SOURCE})
url_regex = re.compile(URL_REGEX_SOURCE, re.IGNORECASE)

__all__ = ["URL_REGEX_JSON", "URL_REGEX_SOURCE", "url_regex"]
