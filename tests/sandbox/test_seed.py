"""The generated community: repeatable, consistent, varied, and of the requested size."""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from PIL import Image

from trunkline.sandbox.media.colours import colours_of
from trunkline.sandbox.media.containers import read_stream_info
from trunkline.sandbox.media.images import blurhash_of, dimensions
from trunkline.sandbox.media.kinds import recognise
from trunkline.sandbox.rules.content import read_content
from trunkline.sandbox.rules.text import extract_hashtags, extract_mentions
from trunkline.sandbox.seed.calendar import Window
from trunkline.sandbox.seed.clips import Clip, clips
from trunkline.sandbox.seed.dice import Dice, Often
from trunkline.sandbox.seed.languages import LANGUAGES
from trunkline.sandbox.seed.pictures import SCENES
from trunkline.sandbox.seed.populating import populate
from trunkline.sandbox.seed.topics import TOPICS
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.passwords import seeded_password, verify_password
from trunkline.sandbox.store.times import DAY, HOUR, from_ms, to_ms
from trunkline.text.hashtags import normalise_tag

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
SIZE = 1_500


def seeded(size: int, seed: int = 1, now: datetime = NOW) -> Store:
    store = Store(clock=lambda: now)
    populate(store, size=size, seed=seed, now=now)
    return store


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    store = seeded(SIZE)
    yield store
    store.close()


@pytest.fixture(scope="module")
def large() -> Iterator[Store]:
    store = seeded(5_000)
    yield store
    store.close()


def digest(store: Store) -> str:
    """Return a digest of all content: everything but secrets, which are random."""
    store.execute("UPDATE users SET password_hash = ''")
    store.execute("UPDATE apps SET client_secret = ''")
    store.execute("DELETE FROM settings WHERE key = 'password_secret'")
    return hashlib.sha256("\n".join(store.connection.iterdump()).encode()).hexdigest()


def none(store: Store, sql: str) -> None:
    """Assert that no row breaks the rule that `sql` looks for."""
    assert [tuple(row) for row in store.rows(f"{sql} LIMIT 3")] == []


# -- repeatable ------------------------------------------------------------------------------------------------------


def test_same_arguments_give_the_same_database() -> None:
    assert digest(seeded(300)) == digest(seeded(300))


def test_the_clock_of_the_store_does_not_matter() -> None:
    store = Store()
    populate(store, size=100, now=NOW)
    assert digest(store) == digest(seeded(100))


@pytest.mark.parametrize(("seed", "now"), [(2, NOW), (1, NOW + timedelta(days=1))])
def test_other_arguments_give_another_community(seed: int, now: datetime) -> None:
    assert digest(seeded(60)) != digest(seeded(60, seed, now))


@pytest.mark.parametrize("size", [0, 1, 7, 50, 300, SIZE])
def test_there_are_exactly_as_many_posts_as_asked_for(size: int) -> None:
    assert seeded(size).value("SELECT count(*) FROM statuses") == size


def test_accounts_grow_with_the_posts() -> None:
    assert [seeded(size).value("SELECT count(*) FROM accounts") for size in (1, 300, 1_500)] == [20, 20, 60]


def test_an_empty_server_has_nothing_but_people_and_rules() -> None:
    store = seeded(0)
    tables = store.column("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    filled = {table for table in tables if "fts" not in table and store.value(f"SELECT count(*) FROM {table}")}
    assert filled == {"accounts", "users", "user_ips", "roles", "apps", "files", "custom_emojis", "rules", "settings"}
    assert store.column("SELECT key FROM settings") == ["password_secret"]
    assert set(store.column("SELECT username FROM accounts")) == {"alice", "bob", "carol", "dave", "eve", "admin"}


def test_wrong_arguments_are_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="-1"):
        populate(Store(), size=-1, now=NOW)
    with pytest.raises(ValueError, match="time zone"):
        populate(Store(), size=1, now=NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="accounts already"):
        populate(store, size=1, now=NOW)


def test_references_hold(store: Store) -> None:
    assert store.rows("PRAGMA foreign_key_check") == []


# -- time ------------------------------------------------------------------------------------------------------------


def test_ids_of_posts_carry_their_times(store: Store) -> None:
    none(store, "SELECT id FROM statuses WHERE id >> 16 <> created_at")
    none(store, "SELECT id FROM accounts WHERE id >> 16 <> created_at")
    none(store, "SELECT id FROM media_attachments WHERE id >> 16 <> created_at")
    assert store.value("SELECT count(DISTINCT created_at) FROM statuses") == SIZE


@pytest.mark.parametrize(
    "table",
    [
        "favourites",
        "bookmarks",
        "follows",
        "follow_requests",
        "notifications",
        "tags",
        "quotes",
        "status_pins",
        "polls",
    ],
)
def test_counted_ids_are_in_the_order_of_time(store: Store, table: str) -> None:
    times = store.column(f"SELECT created_at FROM {table} ORDER BY id")
    assert len(times) > 1
    assert times == sorted(times)


def test_posts_spread_over_weeks_before_now(store: Store) -> None:
    first, last = store.rows("SELECT min(created_at), max(created_at) FROM statuses")[0]
    assert last < to_ms(NOW)
    assert from_ms(last) > NOW - timedelta(hours=12)
    assert timedelta(days=20) < from_ms(last) - from_ms(first) < timedelta(days=23)


def test_days_have_a_rhythm(store: Store) -> None:
    window = Window.before(to_ms(NOW), SIZE)
    by_hour = Counter(window.hour(at) for at in store.column("SELECT created_at FROM statuses"))
    night = sum(by_hour[hour] for hour in range(1, 5))
    evening = sum(by_hour[hour] for hour in range(18, 22))
    assert evening > 3 * night


def test_the_community_s_week_ends_on_a_wednesday_evening() -> None:
    end = to_ms(NOW)
    window = Window.before(end, SIZE)
    assert [window.hour(at) for at in (end, end - 1, end - 21 * HOUR)] == [21, 20, 0]
    assert [window.weekday(end - days * DAY) for days in range(7)] == [2, 1, 0, 6, 5, 4, 3]


def test_moments_are_different_and_in_order() -> None:
    window = Window.before(to_ms(NOW), 5_000)
    moments = window.moments(Dice(1), 5_000)
    assert moments == sorted(set(moments))
    assert window.start <= moments[0]
    assert moments[-1] < window.end


def test_nothing_happens_before_its_cause_or_after_now(store: Store) -> None:
    for table in ("favourites", "bookmarks", "status_pins"):
        none(store, f"SELECT 1 FROM {table} f JOIN statuses s ON s.id = f.status_id WHERE f.created_at <= s.created_at")
    none(store, "SELECT 1 FROM statuses s JOIN statuses p ON p.id = s.in_reply_to_id WHERE s.id <= p.id")
    none(store, "SELECT 1 FROM statuses s JOIN statuses p ON p.id = s.reblog_of_id WHERE s.id <= p.id")
    none(store, "SELECT 1 FROM quotes q JOIN statuses s ON s.id = q.quoted_status_id WHERE q.status_id <= s.id")
    none(
        store,
        "SELECT 1 FROM poll_votes v JOIN polls p ON p.id = v.poll_id"
        " WHERE v.created_at NOT BETWEEN p.created_at AND p.expires_at",
    )
    none(
        store,
        "SELECT 1 FROM follows f JOIN accounts a ON a.id IN (account_id, target_account_id)"
        " WHERE f.created_at < a.created_at",
    )
    none(store, "SELECT 1 FROM statuses s JOIN accounts a ON a.id = s.account_id WHERE s.created_at < a.created_at")
    for table in ("favourites", "follows", "notifications", "accounts", "poll_votes", "status_edits"):
        none(store, f"SELECT 1 FROM {table} WHERE created_at >= {to_ms(NOW)}")
    none(store, f"SELECT 1 FROM scheduled_statuses WHERE scheduled_at <= {to_ms(NOW)}")


# -- counts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "column", "rows"),
    [
        ("accounts", "followers_count", "SELECT count(*) FROM follows WHERE target_account_id = t.id"),
        ("accounts", "following_count", "SELECT count(*) FROM follows WHERE account_id = t.id"),
        (
            "accounts",
            "statuses_count",
            "SELECT count(*) FROM statuses WHERE account_id = t.id AND visibility <> 'direct'",
        ),
        ("statuses", "favourites_count", "SELECT count(*) FROM favourites WHERE status_id = t.id"),
        ("statuses", "reblogs_count", "SELECT count(*) FROM statuses WHERE reblog_of_id = t.id"),
        ("statuses", "quotes_count", "SELECT count(*) FROM quotes WHERE quoted_status_id = t.id"),
        ("statuses", "has_media", "SELECT count(*) > 0 FROM media_attachments WHERE status_id = t.id"),
        ("polls", "votes_count", "SELECT sum(votes_count) FROM poll_options WHERE poll_id = t.id"),
        ("polls", "votes_count", "SELECT count(*) FROM poll_votes WHERE poll_id = t.id"),
        ("polls", "voters_count", "SELECT count(DISTINCT account_id) FROM poll_votes WHERE poll_id = t.id"),
    ],
)
def test_counts_equal_rows(store: Store, table: str, column: str, rows: str) -> None:
    none(store, f"SELECT t.id FROM {table} t WHERE t.{column} <> ({rows})")
    assert store.value(f"SELECT sum({column}) FROM {table}") > 0


# -- accounts --------------------------------------------------------------------------------------------------------


def test_local_accounts_can_sign_in(store: Store) -> None:
    none(store, "SELECT username FROM accounts WHERE domain IS NULL AND id NOT IN (SELECT account_id FROM users)")
    users = store.rows("SELECT username, email, password_hash FROM accounts JOIN users ON account_id = id")
    assert len(users) >= 9
    for username, email, password_hash in users:
        assert email == f"{username}@sandbox.example"
        assert verify_password(seeded_password(store, username), password_hash)


def test_passwords_and_secrets_of_apps_are_of_one_database_alone() -> None:
    one, other = seeded(0), seeded(0)
    assert seeded_password(one, "alice") not in (seeded_password(one, "bob"), seeded_password(other, "alice"))
    assert seeded_password(one, "alice") == seeded_password(one, "alice")
    secrets = [store.column("SELECT client_secret FROM apps ORDER BY id") for store in (one, other)]
    assert not set(secrets[0]) & set(secrets[1])


def test_named_accounts_have_their_roles(store: Store) -> None:
    named = {row["username"]: row for row in store.rows("SELECT * FROM accounts WHERE domain IS NULL")}
    assert {"alice", "bob", "carol", "dave", "eve", "admin", "frank", "grace", "mallory"} <= named.keys()
    assert named["dave"]["locked"]
    assert named["eve"]["bot"]
    assert named["grace"]["limited"]
    assert named["mallory"]["suspended"]
    new_home = store.row("SELECT * FROM accounts WHERE id = ?", (named["frank"]["moved_to_id"],))
    assert new_home is not None
    assert (new_home["username"], new_home["domain"]) == ("frank", "harbour.example")
    assert store.value("SELECT role_id FROM users WHERE account_id = ?", (named["admin"]["id"],)) == 3
    assert store.value("SELECT count(*) FROM follow_requests WHERE target_account_id = ?", (named["dave"]["id"],)) == 4


def test_other_servers_are_invented(store: Store) -> None:
    domains = store.column("SELECT DISTINCT domain FROM accounts WHERE domain IS NOT NULL ORDER BY 1")
    assert len(domains) >= 4
    assert all(domain.endswith(".example") for domain in domains)
    assert store.column("SELECT domain FROM peers ORDER BY 1") == domains


def test_a_few_accounts_have_most_followers(large: Store) -> None:
    counts = large.column("SELECT followers_count FROM accounts ORDER BY 1 DESC")
    top, median = sum(counts[: len(counts) // 10]), counts[len(counts) // 2]
    assert top > sum(counts) * 0.3
    assert counts[0] > 5 * median > 0


def test_blocked_accounts_have_nothing_to_do_with_each_other(store: Store) -> None:
    assert store.value("SELECT count(*) FROM blocks") >= 4
    pairs = (
        "SELECT account_id AS a, target_account_id AS b FROM blocks"
        " UNION SELECT target_account_id, account_id FROM blocks"
    )
    none(store, f"SELECT 1 FROM follows f JOIN ({pairs}) p ON f.account_id = a AND f.target_account_id = b")
    none(store, f"SELECT 1 FROM notifications n JOIN ({pairs}) p ON n.account_id = a AND n.from_account_id = b")
    none(
        store,
        "SELECT 1 FROM favourites f JOIN statuses s ON s.id = f.status_id"
        f" JOIN ({pairs}) p ON f.account_id = a AND s.account_id = b",
    )
    none(
        store,
        "SELECT 1 FROM mentions m JOIN statuses s ON s.id = m.status_id"
        f" JOIN ({pairs}) p ON m.account_id = a AND s.account_id = b",
    )


# -- posts -----------------------------------------------------------------------------------------------------------


def test_mentions_in_texts_are_mentions_in_the_database(store: Store) -> None:
    local = store.rows("SELECT id, text FROM statuses WHERE local AND reblog_of_id IS NULL")
    assert len(local) > 100
    for status in local:
        rows = store.rows(
            "SELECT username, domain FROM mentions m JOIN accounts a ON a.id = account_id WHERE status_id = ?",
            (status["id"],),
        )
        handles = {row["username"] + (f"@{row['domain']}" if row["domain"] else "") for row in rows}
        assert handles == set(extract_mentions(status["text"]))


def test_hashtags_in_texts_are_hashtags_in_the_database(store: Store) -> None:
    local = store.rows("SELECT id, text FROM statuses WHERE local AND reblog_of_id IS NULL")
    for status in local:
        names = store.column(
            "SELECT name FROM tags JOIN statuses_tags ON tag_id = id WHERE status_id = ?", (status["id"],)
        )
        assert set(names) == {normalise_tag(tag) for tag in extract_hashtags(status["text"])}


def test_contents_are_what_the_server_makes_of_the_texts(store: Store) -> None:
    local = store.rows("SELECT * FROM statuses WHERE local AND reblog_of_id IS NULL")
    for status in local:
        quoted = store.row(
            "SELECT s.* FROM statuses s JOIN quotes q ON q.quoted_status_id = s.id WHERE q.status_id = ?",
            (status["id"],),
        )
        assert read_content(store, status["text"], "sandbox.test", quoted).html == status["content"]


def test_threads_keep_their_conversation(store: Store) -> None:
    none(
        store,
        "SELECT s.id FROM statuses s JOIN statuses p ON p.id = s.in_reply_to_id"
        " WHERE s.conversation_id <> p.conversation_id",
    )
    none(
        store,
        "SELECT s.id FROM statuses s JOIN statuses p ON p.id = s.in_reply_to_id"
        " WHERE s.in_reply_to_account_id <> p.account_id",
    )
    none(store, "SELECT id FROM statuses WHERE in_reply_to_account_id IS NULL AND conversation_id <> id")
    assert store.value("SELECT max(n) FROM (SELECT count(*) AS n FROM statuses GROUP BY conversation_id)") >= 4
    orphans = "SELECT count(*) FROM statuses WHERE in_reply_to_id IS NULL AND in_reply_to_account_id IS NOT NULL"
    assert store.value(orphans) > 0


def test_only_open_posts_are_boosted_and_quoted(store: Store) -> None:
    none(
        store,
        "SELECT 1 FROM statuses b JOIN statuses s ON s.id = b.reblog_of_id"
        " WHERE s.visibility NOT IN ('public', 'unlisted') OR s.reblog_of_id IS NOT NULL",
    )
    none(
        store,
        "SELECT 1 FROM quotes q JOIN statuses s ON s.id = q.quoted_status_id"
        " WHERE s.visibility NOT IN ('public', 'unlisted')",
    )
    none(store, "SELECT id FROM statuses WHERE reblog_of_id IS NOT NULL AND text || content || spoiler_text <> ''")


@pytest.mark.parametrize("size", [300, SIZE])
def test_there_is_one_of_everything(size: int) -> None:
    store = seeded(size)
    assert set(store.column("SELECT DISTINCT visibility FROM statuses")) == {"public", "unlisted", "private", "direct"}
    assert set(store.column("SELECT DISTINCT language FROM statuses WHERE reblog_of_id IS NULL")) == set(LANGUAGES)
    assert store.value("SELECT count(*) FROM statuses WHERE text LIKE '%' || char(0x2028) || '%'") > 0
    assert store.value("SELECT count(*) FROM statuses WHERE text LIKE '%' || char(0x200d) || '%'") > 0
    assert store.value("SELECT count(*) FROM statuses WHERE spoiler_text <> ''") > 0
    assert store.value("SELECT count(*) FROM statuses WHERE sensitive") > 0
    assert store.value(f"SELECT count(*) FROM polls WHERE expires_at < {to_ms(NOW)}") > 0
    filled = {
        "favourites", "bookmarks", "quotes", "polls", "poll_votes", "media_attachments", "preview_cards_statuses",
        "status_edits", "status_pins", "scheduled_statuses", "custom_emojis", "lists", "list_accounts", "list_feed",
        "home_feed", "featured_tags", "followed_tags", "endorsements", "account_notes", "markers", "announcements",
        "rules", "server_domain_blocks", "account_conversations", "notification_requests", "conversation_mutes",
        "blocks", "mutes", "domain_blocks",
    }  # fmt: skip
    assert {table for table in filled if store.value(f"SELECT 1 FROM {table} LIMIT 1") is None} == set()


@pytest.mark.soak
def test_hashtags_have_a_long_tail() -> None:
    counts = seeded(10_000).column("SELECT count(*) FROM statuses_tags GROUP BY tag_id ORDER BY 1 DESC")
    assert len(counts) > 300
    assert counts[0] > 200
    assert counts[len(counts) // 2] < 10


def test_edits_hold_all_versions(store: Store) -> None:
    edited = store.rows("SELECT id, content, created_at, edited_at FROM statuses WHERE edited_at IS NOT NULL")
    assert len(edited) > 5
    for status in edited:
        versions = store.rows(
            "SELECT content, created_at FROM status_edits WHERE status_id = ? ORDER BY id", (status["id"],)
        )
        assert [version["created_at"] for version in versions] == [status["created_at"], status["edited_at"]]
        assert versions[-1]["content"] == status["content"] != versions[0]["content"]
    none(store, "SELECT 1 FROM status_edits WHERE status_id IN (SELECT id FROM statuses WHERE edited_at IS NULL)")


def test_an_open_poll_can_be_voted_on(large: Store) -> None:
    store = large
    assert store.value(f"SELECT count(*) FROM polls WHERE expires_at > {to_ms(NOW)} AND NOT expiry_notified") > 0
    none(store, f"SELECT 1 FROM polls WHERE expiry_notified <> (expires_at < {to_ms(NOW)})")
    none(
        store,
        "SELECT p.id FROM polls p JOIN poll_votes v ON v.poll_id = p.id WHERE NOT multiple"
        " GROUP BY p.id, v.account_id HAVING count(*) > 1",
    )


# -- media -----------------------------------------------------------------------------------------------------------


def test_pictures_are_files_of_the_stated_size(store: Store) -> None:
    rows = store.rows("SELECT DISTINCT path, preview_path, meta, blurhash FROM media_attachments WHERE type = 'image'")
    assert len(rows) >= len(SCENES)
    for row in rows:
        meta = json.loads(row["meta"])
        for path, part in ((row["path"], "original"), (row["preview_path"], "small")):
            data = store.value("SELECT data FROM files WHERE path = ?", (path,))
            with Image.open(io.BytesIO(data)) as image:
                assert image.size == (meta[part]["width"], meta[part]["height"])
        assert len(row["blurhash"]) == 36  # 4 x 4 components


def test_small_communities_have_video_animation_and_sound() -> None:
    with closing(seeded(150)) as few:
        found = set(few.column("SELECT type FROM media_attachments"))
    assert found == {"image", "video", "gifv", "audio"}


@pytest.mark.parametrize("clip", clips(), ids=lambda clip: clip.type)
def test_clips_are_what_their_metadata_say(clip: Clip) -> None:
    meta = json.loads(clip.meta)
    assert recognise(clip.data) == clip.content_type
    with Image.open(io.BytesIO(clip.preview)) as image:
        assert dimensions(image) == meta["small"]
        assert blurhash_of(image) == clip.blurhash
        colours = colours_of(image)
    original = meta["original"]
    assert abs(len(clip.data) * 8 / original["duration"] - original["bitrate"]) < 0.01 * original["bitrate"]
    if clip.type == "audio":
        assert meta.keys() == {"colors", "original", "small"}
        assert meta["colors"].keys() == colours.keys()
        assert original.keys() == {"duration", "bitrate"}
        return
    assert meta.keys() == {"original", "small"}
    facts = read_stream_info(clip.data, clip.content_type)
    assert (facts.width, facts.height, facts.duration) == (original["width"], original["height"], original["duration"])
    assert original["frame_rate"] == f"{facts.frame_rate:.0f}/1"


def test_cards_are_of_three_types(store: Store) -> None:
    used = "id IN (SELECT card_id FROM preview_cards_statuses)"
    kinds = {row["type"]: row for row in store.rows(f"SELECT * FROM preview_cards WHERE {used}")}
    assert kinds.keys() == {"link", "photo", "video"}
    link, photo, video = kinds["link"], kinds["photo"], kinds["video"]
    assert link["description"]
    assert link["language"]
    assert link["published_at"]
    assert not link["html"] + link["embed_url"]
    assert photo["embed_url"] == f"{photo['url']}.jpg"
    assert photo["image_path"]
    assert photo["blurhash"]
    assert photo["width"]
    assert not photo["html"]
    assert f'src="{video["url"]}/player"' in video["html"]
    assert video["width"]
    assert not video["embed_url"]
    for other in (photo, video):
        assert (other["description"], other["language"], other["published_at"]) == ("", None, None)
        assert other["author_url"].startswith(other["provider_url"])


def test_every_path_has_a_file(store: Store) -> None:
    for table, column in (
        ("accounts", "avatar_path"),
        ("accounts", "header_path"),
        ("custom_emojis", "path"),
        ("media_attachments", "path"),
        ("media_attachments", "preview_path"),
        ("preview_cards", "image_path"),
    ):
        none(
            store,
            f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT path FROM files)",
        )


def test_most_pictures_are_described(store: Store) -> None:
    described, total = store.rows("SELECT count(description), count(*) FROM media_attachments WHERE type = 'image'")[0]
    assert 0.7 < described / total < 1


# -- notifications and conversations ---------------------------------------------------------------------------------


def test_notifications_go_to_local_accounts(store: Store) -> None:
    none(
        store,
        "SELECT n.id FROM notifications n JOIN accounts a ON a.id = n.account_id"
        " WHERE a.domain IS NOT NULL OR a.suspended",
    )
    none(store, "SELECT id FROM notifications WHERE account_id = from_account_id AND type <> 'poll'")
    kinds = set(store.column("SELECT DISTINCT type FROM notifications"))
    assert {"mention", "status", "reblog", "follow", "follow_request", "favourite", "poll", "quote"} <= kinds


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        (
            "favourite", ("SELECT 1 FROM favourites e WHERE e.account_id = n.from_account_id"
            " AND e.status_id = n.status_id AND e.created_at = n.created_at")),
        (
            "reblog", ("SELECT 1 FROM statuses e WHERE e.account_id = n.from_account_id"
            " AND e.reblog_of_id = n.status_id AND e.created_at = n.created_at")),
        (
            "follow", ("SELECT 1 FROM follows e WHERE e.account_id = n.from_account_id"
            " AND e.target_account_id = n.account_id AND e.created_at = n.created_at")),
        (
            "follow_request", ("SELECT 1 FROM follow_requests e WHERE e.account_id = n.from_account_id"
            " AND e.target_account_id = n.account_id")),
        ("mention", "SELECT 1 FROM mentions e WHERE e.account_id = n.account_id AND e.status_id = n.status_id"),
        (
            "status", ("SELECT 1 FROM follows e WHERE e.account_id = n.account_id"
            " AND e.target_account_id = n.from_account_id AND e.notify")),
        ("poll", "SELECT 1 FROM polls e WHERE e.status_id = n.status_id AND e.expires_at = n.created_at"),
        ("quote", "SELECT 1 FROM quotes e WHERE e.status_id = n.status_id AND e.quoted_account_id = n.account_id"),
    ],
)  # fmt: skip
def test_every_notification_has_its_event(store: Store, kind: str, event: str) -> None:
    assert store.value("SELECT count(*) FROM notifications WHERE type = ?", (kind,)) > 0
    none(store, f"SELECT n.id FROM notifications n WHERE n.type = '{kind}' AND NOT EXISTS ({event})")


def test_who_boosted_or_quoted_a_post_hears_of_its_edit(large: Store) -> None:
    assert large.value("SELECT count(*) FROM notifications WHERE type = 'update'") > 0
    none(
        large,
        """SELECT 1 FROM statuses s JOIN statuses b ON b.reblog_of_id = s.id AND b.local AND b.created_at < s.edited_at
        WHERE NOT EXISTS (SELECT 1 FROM notifications n
            WHERE n.type = 'update' AND n.status_id = s.id AND n.account_id = b.account_id)""",
    )


def test_every_favourite_of_a_local_post_is_notified(store: Store) -> None:
    hidden = "SELECT account_id, target_account_id FROM mutes UNION SELECT account_id, target_account_id FROM blocks"
    none(
        store,
        f"""SELECT f.id FROM favourites f JOIN statuses s ON s.id = f.status_id AND s.local
        WHERE f.account_id <> s.account_id AND (s.account_id, f.account_id) NOT IN ({hidden})
        AND NOT EXISTS (SELECT 1 FROM notifications n
            WHERE n.type = 'favourite' AND n.status_id = f.status_id AND n.from_account_id = f.account_id)""",
    )


def test_groups_are_one_kind_of_event_within_twelve_hours(store: Store) -> None:
    none(
        store,
        "SELECT group_key FROM notifications GROUP BY account_id, group_key"
        " HAVING count(DISTINCT type) > 1 OR count(DISTINCT status_id) > 1",
    )
    none(
        store,
        "SELECT group_key FROM notifications GROUP BY account_id, group_key"
        f" HAVING max(created_at) - min(created_at) > {12 * HOUR}",
    )
    assert (
        store.value("SELECT max(n) FROM (SELECT count(*) AS n FROM notifications GROUP BY account_id, group_key)") > 1
    )


def test_filtered_notifications_are_collected_in_requests(store: Store) -> None:
    filtered = store.rows(
        "SELECT account_id, from_account_id, count(*) FROM notifications WHERE filtered GROUP BY 1, 2 ORDER BY 1, 2"
    )
    requests = store.rows(
        "SELECT account_id, from_account_id, notifications_count FROM notification_requests ORDER BY 1, 2"
    )
    assert [tuple(row) for row in filtered] == [tuple(row) for row in requests] != []


def test_direct_posts_are_in_the_conversations_of_local_participants(store: Store) -> None:
    none(
        store,
        "SELECT 1 FROM account_conversation_statuses c JOIN statuses s ON s.id = c.status_id"
        " WHERE s.visibility <> 'direct'",
    )
    expected = """SELECT count(*) FROM statuses s JOIN (
        SELECT id AS status_id, account_id FROM statuses UNION SELECT status_id, account_id FROM mentions
    ) p ON p.status_id = s.id JOIN users u ON u.account_id = p.account_id WHERE s.visibility = 'direct'"""
    assert store.value("SELECT count(*) FROM account_conversation_statuses") == store.value(expected) > 0
    none(
        store,
        "SELECT id FROM account_conversations c WHERE last_status_id <> (SELECT max(status_id)"
        " FROM account_conversation_statuses WHERE account_conversation_id = c.id)",
    )


# -- parts -----------------------------------------------------------------------------------------------------------


def test_often_has_the_right_share_and_no_long_gaps() -> None:
    often = Often(Dice(1), 0.05)
    answers = [often() for _ in range(10_000)]
    assert 450 < sum(answers) < 550
    hits = [index for index, answer in enumerate(answers) if answer]
    assert max(later - earlier for earlier, later in pairwise(hits)) <= 31


@pytest.mark.parametrize("code", LANGUAGES)
def test_languages_are_complete(code: str) -> None:
    language = LANGUAGES[code]
    assert language.topics.keys() == language.tags.keys() == TOPICS.keys()
    assert len(language.alts) == len(SCENES)
    assert all(extract_hashtags(f"#{tag}") == [tag] for tag in language.tags.values())
    sentences = [sentence for topic in language.topics.values() for sentence in topic] + [
        *language.replies,
        *language.direct,
    ]
    for sentence in sentences:
        assert "{" not in sentence.format(n=7, place=language.places[0])
