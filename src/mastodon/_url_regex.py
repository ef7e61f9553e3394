"""What servers make a link of, under the names that existing programs import."""

import json
import re

from trunkline.text.tokens import _URL as URL_REGEX_SOURCE

URL_REGEX_JSON = json.dumps({"source": URL_REGEX_SOURCE})
url_regex = re.compile(URL_REGEX_SOURCE, re.IGNORECASE)
