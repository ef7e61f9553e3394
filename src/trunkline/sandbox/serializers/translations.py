"""Translation."""

from __future__ import annotations

from trunkline.sandbox.rules.translation import TRANSLATOR, source_language, translated, translated_html
from trunkline.sandbox.serializers.common import Json, with_base
from trunkline.sandbox.store.database import Row, Store

_MEDIA = "SELECT id, description FROM media_attachments WHERE status_id = ? AND position IS NOT NULL ORDER BY position"
_OPTIONS = "SELECT title FROM poll_options WHERE poll_id = ? ORDER BY position"


# Source: https://github.com/mastodon/mastodon/blob/main/app/serializers/rest/translation_serializer.rb
def translation(store: Store, base: str, status: Row, target: str) -> Json:
    """Build the Translation entity of a status, with its warning, poll and media."""
    source = source_language(status)
    poll_id = store.value("SELECT id FROM polls WHERE status_id = ?", (status["id"],))
    titles = store.column(_OPTIONS, (poll_id,))
    return {
        "detected_source_language": source,
        "language": target,
        "provider": TRANSLATOR,
        "spoiler_text": translated(status["spoiler_text"], source, target),
        "content": translated_html(with_base(base, status["content"]), source, target),
        "poll": poll_id
        and {"id": str(poll_id), "options": [{"title": translated(one, source, target)} for one in titles]},
        "media_attachments": [
            {"id": str(row["id"]), "description": translated(row["description"] or "", source, target)}
            for row in store.rows(_MEDIA, (status["id"],))
        ],
    }
