"""Puts stable names in the place of what no two servers or runs share."""
import re
from bisect import bisect_left
from datetime import datetime, timezone
from urllib.parse import quote

HEADERS = ("content-type", "link", "location", "deprecation", "www-authenticate", "retry-after", "cache-control", "vary",
           "allow", "x-ratelimit-limit", "mastodon-async-refresh")
SECRETS = {"access_token", "client_id", "client_secret", "vapid_key", "server_key", "public_key", "code", "refresh_token", "uid"}
PICTURES = {"avatar", "avatar_static", "header", "header_static", "preview_url", "remote_url", "image", "image_static",
            "thumbnail", "preview_remote_url", "icon", "src", "static_url", "@1x", "@2x"}
FORK = {"local_only", "content_type", "max_toot_chars", "poll_limits", "supported_mime_types", "glitch", "max_reactions",
        "default_content_type"}
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d| UTC)?")
DATE = re.compile(r"\b20\d\d-[01]\d-[0-3]\d\b")
LONG = re.compile(r"(?<![\w.])\d{15,20}(?![\w.])|(?<=[/_=-])\d{15,20}(?!\d)")
LISTED = {"ids", "rule_ids", "status_ids", "account_ids", "sample_account_ids", "status_ids[]"}


class Names:
    """The names of one section's things: people, hosts, secrets, and ids in the order they turn up."""

    def __init__(self, caller):
        self.caller = caller
        self.long = {}
        self.short = {}
        self.emails = {}
        self.fixed = []
        self.since = None
        base, host = caller.base, caller.host
        self.own_link = re.compile(rf'(<a href="{re.escape(base)}[^>]*>)<span class="invisible">.*?(</a>)')
        for role, person in caller.people.items():
            if "id" in person:
                self.long[person["id"]] = f"<{role}>"
            for token in person.get("tokens", {}).values():
                self.fixed.append((token, "{token}"))
            self.emails[person.get("email")] = f"{{{role}.email}}"
            for key in ("username", "password", "invite"):
                if person.get(key):
                    self.fixed += [(person[key], f"{{{role}.{key}}}"), (person[key].upper(), f"{{{role}.{key}}}".upper())]
        self.fixed += [(base, "{base}"), (quote(base, safe=""), "{base}"), ("wss://" + host, "{stream}"), ("ws://" + host, "{stream}"),
                       (host, "{host}"), (quote(host, safe=""), "{host}"), (host.upper(), "{HOST}"),
                       (caller.mark, "{mark}"), (caller.mark.upper(), "{MARK}"), (caller.prefix, "{prefix}"),
                       (caller.prefix.upper(), "{PREFIX}")]
        self.fixed.sort(key=_longest_first)

    def begin(self):
        """Things older than now belong to no call of this section: by the server's second, or by the millisecond of this
        machine's clock where the server's shows the same time."""
        here = datetime.now(timezone.utc)
        if self.caller.clock:
            there = self.caller.clock.astimezone(timezone.utc)
            same = abs((here - there).total_seconds()) < 2
            self.since = here.isoformat(timespec="milliseconds")[:23] if same else there.strftime("%Y-%m-%dT%H:%M:%S")

    # text

    def text(self, value):
        """Replace hosts, people, secrets, ids and times within a text."""
        value = self.own_link.sub(r"\1<its address>\2", value)
        for name, secret in self.caller.kept.items():
            if len(secret) > 6:
                value = value.replace(secret, "{" + name + "}")
        shorter = bisect_left(self.fixed, -len(value), key=_longest_first)
        for old, new in self.fixed[shorter:]:
            value = value.replace(old, new)
        value = LONG.sub(lambda match: self.long.get(match.group(0), "<id>"), value)
        return DATE.sub("<date>", TIME.sub(_time_shape, re.sub(r"#rsa-[0-9a-f]+", "#<key>", value)))

    def address(self, value, kind=None):
        """Replace ids in a path or URL; short ones by the kind of thing the path speaks of."""
        value = self.text(value)
        value = re.sub(r"/([\w]+)/(\d{1,14})(?=[/?>]|$)", lambda m: f"/{m[1]}/{self._short(_single(m[1]), m[2], m[2])}", value)
        value = re.sub(r"((?:max|min|since)_id=)(\d{1,14})\b", lambda m: m[1] + self._short(kind, m[2], "<n>"), value)
        return re.sub(r"((?:client_id|code|state|csrf)=)[\w-]{20,}", r"\1{secret}", value)

    def _short(self, kind, digits, otherwise):
        return self.short.get((kind, digits), otherwise)

    # answers

    def drop(self, value):
        """Leave out of lists what other people made, and what is older than the section."""
        if isinstance(value, list):
            return [self.drop(item) for item in value if not self._foreign(item)]
        if isinstance(value, dict):
            return {key: self.drop(item) for key, item in value.items() if key not in FORK
                    and not (key == "reactions" and ("favourites_count" in value or "max_characters" in str(value)[:2000]))}
        return value

    def _foreign(self, item):
        if not isinstance(item, dict):
            return False
        person = item if "username" in item else item.get("account")
        if isinstance(person, dict) and "username" in person:
            if not person["username"].lower().startswith(self.caller.prefix):
                return True
        made = item.get("created_at")
        return bool(self.since and isinstance(made, str) and made[:len(self.since)] < self.since and "username" not in item
                    and str(item.get("id")) not in self.long)

    def learn(self, value, number, kind, path=""):
        """Name the ids that are seen for the first time."""
        if isinstance(value, dict):
            for key in sorted(value):
                inner = value[key]
                if key == "id" or key == "group_key":
                    self._learn_one(inner, kind, f"<{number}{path}>")
                elif key.endswith("_id") and isinstance(inner, str) and len(inner) > 14:
                    self._learn_one(inner, kind, f"<{number}{path}.{key}>")
                elif isinstance(inner, (dict, list)):
                    self.learn(inner, number, _single(key), f"{path}.{key}")
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                self.learn(inner, number, kind, f"{path}[{index}]")

    def _learn_one(self, value, kind, name):
        digits = str(value)
        if not digits.isdigit():
            return
        if len(digits) > 14:
            self.long.setdefault(digits, name)
        else:
            self.short.setdefault((kind, digits), name)

    def value(self, value, kind, key="", depth=0):
        """The stable form of an answer's value."""
        if isinstance(value, dict):
            if depth and "acct" in value and "username" in value:
                return f"<account {self.text(value['acct'])}>"
            return {self.text(k): self._field(k, v, kind, depth, value) for k, v in value.items()}
        if isinstance(value, list):
            items = [self.value(item, kind, key, depth) for item in value]
            return sorted(items, key=str) if key == "tags" and depth else items
        return self._plain(key, value, kind)

    def _field(self, key, value, kind, depth, parent):
        if key in ("statuses_count", "last_status_at", "most_recent_notification_id") and not isinstance(value, dict):
            return f"<{key}>"
        if key == "url" and "blurhash" in parent and isinstance(value, str):
            return _file(value)
        inner = kind if key in ("id",) or isinstance(value, (str, int)) else _single(key)
        return self.value(value, inner, key, depth + 1)

    def _plain(self, key, value, kind):
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, int):
            if key == "created_at" or key == "iat":
                return "<seconds>"
            return f"{self._identity(str(value), kind)} (a number)" if _is_id(key) else value
        if not isinstance(value, str):
            return value
        if key in SECRETS and len(value) > 12:
            return "<secret>"
        if key in PICTURES and value.startswith(("http", "/")):
            return _file(value)
        if key == "email" and value in self.emails:
            return self.emails[value]
        if key in ("blurhash", "publicKeyPem", "digest", "canonical_email_hash"):
            return f"<{key}>"
        if key == "day" and value.isdigit():
            return "<day>"
        if key in ("ip",) and value:
            return "<ip>"
        if _is_id(key) and value.isdigit():
            return self._identity(value, _of_key(key, kind))
        if key.endswith(("group_key", "_key")) and re.search(r"-\d+", value):
            return self._group(value)
        return self.address(value) if value.startswith("http") else self.text(value)

    def _identity(self, digits, kind):
        if len(digits) > 14:
            return self.long.get(digits, "<id>")
        return self._short(kind, digits, digits if len(digits) < 3 and kind in ("role", "rule") else "<n>")

    def _group(self, value):
        value = re.sub(r"ungrouped-(\d+)", lambda m: "ungrouped-" + self._short("notification", m[1], "<n>"), self.text(value))
        return re.sub(r"-\d{6}$", "-<hour>", value)


def _longest_first(pair):
    return -len(pair[0])


def _is_id(key):
    return key == "id" or key.endswith("_id") or key in LISTED


def _of_key(key, kind):
    """The kind of thing that an id under this key belongs to."""
    if key == "id":
        return kind
    return _single(key.removesuffix("_ids").removesuffix("_id")) if key != "last_read_id" else "notification"


def _single(word):
    """The kind of thing a word of a path or a key stands for."""
    word = {"notification_groups": "notification", "endpoint": "thing"}.get(word, word)
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def kind_of(path):
    """What a path's answers are: the last word in it that is no id and no verb."""
    words = [w for w in path.partition("?")[0].split("/") if re.fullmatch(r"[a-z_0-9]*[a-z_]", w)]
    if "v1" in path and words[-1:] == ["filters"] or "/api/v1/filters/" in path:
        return "v1filter"
    for word in reversed(words):
        if word.endswith("s"):
            return _single(word)
    return _single(words[-1]) if words else "thing"


def _time_shape(match):
    fraction = f" with {len(match[1]) - 1} digits" if match[1] else ""
    return f"<time{fraction}{' ' + match[2] if match[2] else ''}>"


def _file(url):
    name = url.rpartition("/")[2]
    if name.startswith("missing"):
        return f"<missing picture {url.rsplit('/', 3)[1]}>" if url.count("/") > 3 else "<missing picture>"
    return f"<file .{name.partition('?')[0].rpartition('.')[2] if '.' in name else ''}>"


def headers_of(answer, names, kind):
    """The headers that matter, in a stable form."""
    kept = {}
    for key, value in answer.headers.items():
        key = key.lower()
        if key in HEADERS or key.startswith("access-control-"):
            kept[key] = names.address(value, kind)
    if "etag" in answer.headers:
        kept["etag"] = "<present>"
    if "content-type" in kept:
        kept["content-type"] = kept["content-type"].lower().replace("; ", ";")
    if "vary" in kept:
        words = {part.strip().lower() for part in kept["vary"].split(",")} - {"accept-encoding"}
        kept["vary"] = ", ".join(sorted(words))
    if "link" in kept:
        kept["link"] = re.sub(r"/\w+/assets/[^>]*|/packs/[^>]*", "/<asset>", kept["link"])
    if "x-ratelimit-limit" in kept:
        kept["x-ratelimit-limit"] = "<present>"
    if kept.get("retry-after"):
        kept["retry-after"] = "<present>"
    return kept


def body_of(answer, names, kind):
    """The body: JSON by its values, pages by their title, other things by what they are."""
    if not answer.raw:
        return {"empty": True}
    if answer.body is not None or answer.text.strip() == "null":
        return names.value(answer.body, kind)
    text = re.sub(r"\s+", " ", answer.text).strip()
    title = re.search(r"<title>\s*(.*?)\s*</title>", text)
    if "<html" in text.lower():
        return {"page": names.text(title[1]).replace(names.caller.title, "{title}") if title else None}
    if "<rss" in text:
        return {"rss": names.text(title[1]) if title else None, "items": text.count("<item>")}
    if "\ufffd" in text:
        return {"bytes": answer.headers.get("content-type", "")}
    return {"text": names.text(text)[:400]}
