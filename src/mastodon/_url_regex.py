"""Pattern of URLs that servers turn into links."""

import json
import re

from trunkline.text.tokens import _URL as URL_REGEX_SOURCE

URL_REGEX_JSON = json.dumps({"source": URL_REGEX_SOURCE})
url_regex = re.compile(URL_REGEX_SOURCE, re.IGNORECASE)

__all__ = ["URL_REGEX_JSON", "URL_REGEX_SOURCE", "url_regex"]
