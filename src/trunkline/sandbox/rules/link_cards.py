"""Preview cards of statuses: those of links that the server knows. It asks no other server for a page."""

from __future__ import annotations

from urllib.parse import urlsplit

from trunkline.sandbox.rules.text import extract_urls
from trunkline.sandbox.store.database import Store

_WITHOUT_CARD = """
SELECT s.text FROM statuses s WHERE s.id = ? AND NOT s.has_media
    AND NOT EXISTS (SELECT 1 FROM quotes q WHERE q.status_id = s.id)
    AND NOT EXISTS (SELECT 1 FROM preview_cards_statuses c WHERE c.status_id = s.id)
"""


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/fetch_link_card_service.rb
def attach_card(store: Store, status_id: int, host: str) -> None:
    """Attach the card of the first link in a status, some time after it was posted or edited.

    Links to the server itself are passed over. A status with media or a quote gets no card.

    Args:
        store: the database.
        status_id: a status of a local account, which may be gone by now.
        host: the host of the server's own pages, with its port.
    """
    text = store.value(_WITHOUT_CARD, (status_id,)) or ""
    link = next((url for url in extract_urls(text) if _is_of_the_web(url, host)), None)
    card_id = store.value("SELECT id FROM preview_cards WHERE url = ?", (link,))
    if card_id is not None:
        store.execute("INSERT INTO preview_cards_statuses (status_id, card_id) VALUES (?, ?)", (status_id, card_id))


def _is_of_the_web(url: str, host: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.netloc.lower() != host.lower()


def forget_card(store: Store, status_id: int) -> None:
    """Take the card from a status whose text changed."""
    store.execute("DELETE FROM preview_cards_statuses WHERE status_id = ?", (status_id,))
