-- The sandbox's database.
--
-- Conventions
--   * ids of accounts, statuses, quotes and media attachments are snowflakes (milliseconds since 1970 << 16 | sequence);
--     every other id counts up from 1 in the order of creation, because endpoints page by them.
--   * times (`*_at`) are integers: milliseconds since 1970, UTC. Dates are TEXT (YYYY-MM-DD).
--   * booleans are 0 or 1; lists and objects are JSON in TEXT.
--   * `path` columns hold either an absolute URL or a path below the server's own address ("/system/...").
--   * HTML columns write the server's own address as U+0001; the serializers put the request's address there.
--   * `domain IS NULL` means: an account, or emoji, of this server.

-- ---------------------------------------------------------------- accounts

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    domain TEXT,
    display_name TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',                 -- source text (local) or HTML (remote)
    note_html TEXT NOT NULL DEFAULT '',
    fields TEXT NOT NULL DEFAULT '[]',             -- [{"name", "value", "verified_at"}] as typed
    fields_html TEXT NOT NULL DEFAULT '[]',        -- the same with values as HTML
    url TEXT,                                      -- remote accounts only
    uri TEXT,                                      -- remote accounts only
    avatar_path TEXT,
    avatar_static_path TEXT,
    avatar_description TEXT NOT NULL DEFAULT '',
    header_path TEXT,
    header_static_path TEXT,
    header_description TEXT NOT NULL DEFAULT '',
    locked INTEGER NOT NULL DEFAULT 0,
    bot INTEGER NOT NULL DEFAULT 0,
    is_group INTEGER NOT NULL DEFAULT 0,
    discoverable INTEGER,
    indexable INTEGER NOT NULL DEFAULT 0,
    noindex INTEGER NOT NULL DEFAULT 0,
    hide_collections INTEGER,
    show_media INTEGER NOT NULL DEFAULT 1,
    show_media_replies INTEGER NOT NULL DEFAULT 1,
    show_featured INTEGER NOT NULL DEFAULT 1,
    memorial INTEGER NOT NULL DEFAULT 0,
    suspended INTEGER NOT NULL DEFAULT 0,
    limited INTEGER NOT NULL DEFAULT 0,
    sensitized INTEGER NOT NULL DEFAULT 0,         -- 1: all media are marked as sensitive
    purged INTEGER NOT NULL DEFAULT 0,             -- 1: suspended and its data deleted; 2: no longer suspended
    trendable INTEGER,                             -- 1: posts may trend without a review of each
    domain_block_id INTEGER REFERENCES server_domain_blocks (id) ON DELETE SET NULL,  -- the cause of the suspension or limit
    moved_to_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
    attribution_domains TEXT NOT NULL DEFAULT '[]',
    followers_count INTEGER NOT NULL DEFAULT 0,
    following_count INTEGER NOT NULL DEFAULT 0,
    statuses_count INTEGER NOT NULL DEFAULT 0,
    last_status_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX accounts_acct ON accounts (lower(username), coalesce(lower(domain), ''));
CREATE INDEX accounts_directory ON accounts (discoverable, last_status_at);
CREATE INDEX accounts_domain ON accounts (domain);
CREATE INDEX accounts_domain_block ON accounts (domain_block_id) WHERE domain_block_id IS NOT NULL;
CREATE INDEX accounts_moved ON accounts (moved_to_id) WHERE moved_to_id IS NOT NULL;

CREATE TABLE roles (
    id INTEGER PRIMARY KEY,                        -- -99: the role of everybody
    name TEXT NOT NULL DEFAULT '',
    color TEXT NOT NULL DEFAULT '',
    permissions INTEGER NOT NULL DEFAULT 0,
    highlighted INTEGER NOT NULL DEFAULT 0,
    collection_limit INTEGER NOT NULL DEFAULT 10
) STRICT;

-- Local users: login and preferences.
CREATE TABLE users (
    account_id INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL DEFAULT '',
    locale TEXT NOT NULL DEFAULT 'en',
    time_zone TEXT,
    role_id INTEGER NOT NULL DEFAULT -99 REFERENCES roles (id),
    reason TEXT,
    confirmed INTEGER NOT NULL DEFAULT 1,
    approved INTEGER NOT NULL DEFAULT 1,
    disabled INTEGER NOT NULL DEFAULT 0,           -- 1: moderators disabled the login
    created_by_app_id INTEGER REFERENCES apps (id) ON DELETE SET NULL,  -- the app of the sign-up
    unconfirmed_email TEXT,                        -- the address that replaces `email` when it is confirmed
    confirmation_token TEXT,
    confirmation_sent_at INTEGER,
    otp_secret TEXT,                               -- set: signing in needs a one-time code
    otp_step INTEGER NOT NULL DEFAULT 0,           -- the step of the last code that was used
    default_privacy TEXT,                          -- NULL: private for locked accounts, public for others
    default_sensitive INTEGER NOT NULL DEFAULT 0,
    default_language TEXT,
    default_quote_policy TEXT NOT NULL DEFAULT 'public',
    expand_media TEXT NOT NULL DEFAULT 'default',
    expand_spoilers INTEGER NOT NULL DEFAULT 0,
    autoplay_gifs INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE mails (                               -- shown on a page, never sent
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    link TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- Addresses from which local users signed up and signed in.
CREATE TABLE user_ips (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    ip TEXT NOT NULL,
    used_at INTEGER NOT NULL,                      -- for the last time
    PRIMARY KEY (account_id, ip)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- relations between accounts

CREATE TABLE follows (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    target_account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    show_reblogs INTEGER NOT NULL DEFAULT 1,
    notify INTEGER NOT NULL DEFAULT 0,
    languages TEXT,                                -- JSON list, or NULL for all
    created_at INTEGER NOT NULL,
    UNIQUE (account_id, target_account_id)
) STRICT;
CREATE INDEX follows_of_account ON follows (account_id, id);
CREATE INDEX follows_of_target ON follows (target_account_id, id);

CREATE TABLE follow_requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    target_account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    show_reblogs INTEGER NOT NULL DEFAULT 1,
    notify INTEGER NOT NULL DEFAULT 0,
    languages TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE (account_id, target_account_id)
) STRICT;
CREATE INDEX follow_requests_of_target ON follow_requests (target_account_id, id);

CREATE TABLE blocks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    target_account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    UNIQUE (account_id, target_account_id)
) STRICT;
CREATE INDEX blocks_of_target ON blocks (target_account_id);

CREATE TABLE mutes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    target_account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    hide_notifications INTEGER NOT NULL DEFAULT 1,
    expires_at INTEGER,
    created_at INTEGER NOT NULL,
    UNIQUE (account_id, target_account_id)
) STRICT;
CREATE INDEX mutes_of_target ON mutes (target_account_id);

-- Domain blocks of accounts.
CREATE TABLE domain_blocks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    domain TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (account_id, domain)
) STRICT;

CREATE TABLE account_notes (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    target_account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    comment TEXT NOT NULL,
    PRIMARY KEY (account_id, target_account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_notes_of_target ON account_notes (target_account_id);

CREATE TABLE endorsements (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    target_account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, target_account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX endorsements_of_target ON endorsements (target_account_id);

-- Dismissed suggestions.
CREATE TABLE suggestion_mutes (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    target_account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (account_id, target_account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX suggestion_mutes_of_target ON suggestion_mutes (target_account_id);

-- Codes of invitations to this server.
CREATE TABLE invites (
    code TEXT PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX invites_of_account ON invites (account_id);

-- Summaries of a year, for one person each.
CREATE TABLE annual_reports (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    year INTEGER NOT NULL,
    data TEXT NOT NULL,                            -- JSON: AnnualReport::Data
    refresh_id TEXT NOT NULL,                      -- of the background work that makes it
    available_at INTEGER NOT NULL,
    viewed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, year)
) STRICT, WITHOUT ROWID;

-- Background work that answers announce.
CREATE TABLE async_refreshes (
    id TEXT PRIMARY KEY,
    result_count INTEGER,
    finished_at INTEGER NOT NULL                   -- the work lasts until then
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- apps and tokens

CREATE TABLE apps (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    website TEXT,
    redirect_uris TEXT NOT NULL,                   -- JSON list
    scopes TEXT NOT NULL DEFAULT 'read',           -- separated by spaces
    client_id TEXT NOT NULL UNIQUE,
    client_secret TEXT NOT NULL,
    confidential INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE authorization_codes (
    code TEXT PRIMARY KEY,
    app_id INTEGER NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    redirect_uri TEXT NOT NULL,
    scopes TEXT NOT NULL,
    code_challenge TEXT,
    code_challenge_method TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

CREATE TABLE access_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL UNIQUE,
    refresh_token TEXT UNIQUE,
    app_id INTEGER REFERENCES apps (id) ON DELETE CASCADE,
    account_id INTEGER REFERENCES accounts (id) ON DELETE CASCADE,  -- NULL: the app itself
    scopes TEXT NOT NULL,                          -- separated by spaces
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT;
CREATE INDEX access_tokens_of_app ON access_tokens (app_id);
CREATE INDEX access_tokens_of_account ON access_tokens (account_id);
CREATE INDEX users_of_app ON users (created_by_app_id) WHERE created_by_app_id IS NOT NULL;

-- Web Push subscriptions, at most one for each token.
CREATE TABLE push_subscriptions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token_id INTEGER NOT NULL UNIQUE REFERENCES access_tokens (id) ON DELETE CASCADE,
    endpoint TEXT NOT NULL,
    key_p256dh TEXT NOT NULL,
    key_auth TEXT NOT NULL,
    standard INTEGER NOT NULL DEFAULT 0,
    alerts TEXT NOT NULL DEFAULT '{}',             -- JSON: {"mention": true, ...}
    policy TEXT NOT NULL DEFAULT 'all',
    created_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER subscriptions_of_revoked_tokens AFTER UPDATE OF revoked_at ON access_tokens
WHEN new.revoked_at IS NOT NULL BEGIN
    DELETE FROM push_subscriptions WHERE token_id = new.id;
END;

-- Messages that are to be sent, or to be tried again.
CREATE TABLE push_deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subscription_id INTEGER NOT NULL REFERENCES push_subscriptions (id) ON DELETE CASCADE,
    notification_id INTEGER NOT NULL REFERENCES notifications (id) ON DELETE CASCADE,
    retries INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL
) STRICT;
CREATE INDEX push_deliveries_of_subscription ON push_deliveries (subscription_id);
CREATE INDEX push_deliveries_of_notification ON push_deliveries (notification_id);
CREATE INDEX push_deliveries_due ON push_deliveries (due_at);

-- ---------------------------------------------------------------- statuses

CREATE TABLE statuses (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    local INTEGER NOT NULL,                        -- 1: the author's domain IS NULL
    uri TEXT,                                      -- remote statuses only
    url TEXT,                                      -- remote statuses only
    text TEXT NOT NULL DEFAULT '',                 -- source text (local) or HTML (remote)
    content TEXT NOT NULL DEFAULT '',              -- HTML
    spoiler_text TEXT NOT NULL DEFAULT '',
    sensitive INTEGER NOT NULL DEFAULT 0,
    visibility TEXT NOT NULL DEFAULT 'public' CHECK (
        visibility IN ('public', 'unlisted', 'private', 'direct', 'limited')),
    language TEXT,
    in_reply_to_id INTEGER REFERENCES statuses (id) ON DELETE SET NULL,
    in_reply_to_account_id INTEGER,
    reblog_of_id INTEGER REFERENCES statuses (id) ON DELETE CASCADE,
    conversation_id INTEGER NOT NULL,              -- id of the root of the thread
    application_id INTEGER REFERENCES apps (id) ON DELETE SET NULL,
    has_media INTEGER NOT NULL DEFAULT 0,
    quote_approval_policy TEXT NOT NULL DEFAULT 'public' CHECK (quote_approval_policy IN ('public', 'followers', 'nobody')),
    replies_count INTEGER NOT NULL DEFAULT 0,
    reblogs_count INTEGER NOT NULL DEFAULT 0,
    favourites_count INTEGER NOT NULL DEFAULT 0,
    quotes_count INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    edited_at INTEGER,
    -- 1: belongs on the public timelines (no reblog; no reply to somebody else)
    in_public_feed INTEGER GENERATED ALWAYS AS (
        visibility = 'public' AND reblog_of_id IS NULL
        AND (in_reply_to_account_id IS NULL OR in_reply_to_account_id = account_id)
    ) VIRTUAL
) STRICT;
CREATE INDEX statuses_of_account ON statuses (account_id, id);
CREATE INDEX statuses_public ON statuses (in_public_feed, id);
CREATE INDEX statuses_public_local ON statuses (in_public_feed, local, id);
CREATE INDEX statuses_public_media ON statuses (in_public_feed, has_media, id);
CREATE INDEX statuses_public_local_media ON statuses (in_public_feed, local, has_media, id);
CREATE INDEX statuses_of_account_with_media ON statuses (account_id, id) WHERE has_media = 1;
CREATE INDEX statuses_replies ON statuses (in_reply_to_id, id) WHERE in_reply_to_id IS NOT NULL;
CREATE INDEX statuses_reblogs ON statuses (reblog_of_id, id) WHERE reblog_of_id IS NOT NULL;
CREATE UNIQUE INDEX statuses_reblogs_by_account ON statuses (account_id, reblog_of_id) WHERE reblog_of_id IS NOT NULL;
CREATE UNIQUE INDEX statuses_uri ON statuses (uri) WHERE uri IS NOT NULL;
CREATE INDEX statuses_conversation ON statuses (conversation_id);

CREATE VIRTUAL TABLE statuses_fts USING fts5 (text, spoiler_text, content = 'statuses', content_rowid = 'id');

CREATE TABLE status_edits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,          -- the first version included, once there is an edit
    status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    content TEXT NOT NULL,
    spoiler_text TEXT NOT NULL,
    sensitive INTEGER NOT NULL,
    media TEXT NOT NULL DEFAULT '[]',              -- JSON list of {"id": integer, "description": text or null}
    poll_options TEXT,                             -- JSON list of titles
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX status_edits_of_status ON status_edits (status_id, id);

CREATE TABLE mentions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    silent INTEGER NOT NULL DEFAULT 0,             -- 1: may read the status but is not named in it
    UNIQUE (status_id, account_id)
) STRICT;
CREATE INDEX mentions_of_account ON mentions (account_id, status_id);

CREATE TABLE tags (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,                     -- lower case, NFKC
    display_name TEXT,
    usable INTEGER NOT NULL DEFAULT 1,             -- 0: nobody may post with it
    listable INTEGER NOT NULL DEFAULT 1,           -- 0: not found by parts of its name
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE statuses_tags (
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL,                   -- the author, so that usage is counted without a join
    PRIMARY KEY (tag_id, status_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX statuses_tags_of_status ON statuses_tags (status_id);
CREATE INDEX statuses_tags_of_account ON statuses_tags (account_id, tag_id, status_id);

CREATE TABLE favourites (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    UNIQUE (account_id, status_id)
) STRICT;
CREATE INDEX favourites_of_account ON favourites (account_id, id);
CREATE INDEX favourites_of_status ON favourites (status_id, id);

CREATE TABLE bookmarks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    UNIQUE (account_id, status_id)
) STRICT;
CREATE INDEX bookmarks_of_account ON bookmarks (account_id, id);
CREATE INDEX bookmarks_of_status ON bookmarks (status_id);

CREATE TABLE status_pins (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL UNIQUE REFERENCES statuses (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX status_pins_of_account ON status_pins (account_id, status_id);

-- Muted threads (`POST /api/v1/statuses/:id/mute`).
CREATE TABLE conversation_mutes (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    conversation_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, conversation_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE quotes (
    id INTEGER PRIMARY KEY,
    status_id INTEGER NOT NULL UNIQUE REFERENCES statuses (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    quoted_status_id INTEGER REFERENCES statuses (id) ON DELETE SET NULL,
    quoted_account_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
    state TEXT NOT NULL DEFAULT 'accepted' CHECK (state IN ('pending', 'accepted', 'rejected', 'revoked')),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX quotes_of_quoted ON quotes (quoted_status_id, id);
CREATE INDEX quotes_of_quoted_account ON quotes (quoted_account_id);
CREATE INDEX quotes_of_account ON quotes (account_id);

CREATE TABLE polls (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    status_id INTEGER UNIQUE REFERENCES statuses (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    expires_at INTEGER,
    multiple INTEGER NOT NULL DEFAULT 0,
    hide_totals INTEGER NOT NULL DEFAULT 0,
    votes_count INTEGER NOT NULL DEFAULT 0,
    voters_count INTEGER NOT NULL DEFAULT 0,
    expiry_notified INTEGER NOT NULL DEFAULT 0,    -- 1: voters were told that it ended
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE poll_options (
    poll_id INTEGER NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    votes_count INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (poll_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE poll_votes (
    poll_id INTEGER NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    choice INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (poll_id, account_id, choice)
) STRICT;
CREATE INDEX poll_votes_of_account ON poll_votes (account_id, poll_id);  -- its rows are in the order of voting

CREATE TABLE preview_cards (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    type TEXT NOT NULL DEFAULT 'link' CHECK (type IN ('link', 'photo', 'video', 'rich')),
    language TEXT,
    author_name TEXT NOT NULL DEFAULT '',
    author_url TEXT NOT NULL DEFAULT '',
    author_account_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
    provider_name TEXT NOT NULL DEFAULT '',
    provider_url TEXT NOT NULL DEFAULT '',
    html TEXT NOT NULL DEFAULT '',
    width INTEGER NOT NULL DEFAULT 0,
    height INTEGER NOT NULL DEFAULT 0,
    image_path TEXT,
    image_description TEXT NOT NULL DEFAULT '',
    embed_url TEXT NOT NULL DEFAULT '',
    blurhash TEXT,
    published_at INTEGER,
    created_at INTEGER NOT NULL,
    -- the host of the url
    publisher TEXT GENERATED ALWAYS AS (
        substr(substr(url, instr(url, '://') + 3), 1, instr(substr(url, instr(url, '://') + 3) || '/', '/') - 1)
    ) VIRTUAL
) STRICT;

-- The publishers of all links, whose links moderators allow to trend.
CREATE TABLE publishers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    domain TEXT NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER publishers_of_cards AFTER INSERT ON preview_cards BEGIN
    INSERT OR IGNORE INTO publishers (domain) VALUES (new.publisher);
END;

CREATE TABLE preview_cards_statuses (
    status_id INTEGER PRIMARY KEY REFERENCES statuses (id) ON DELETE CASCADE,
    card_id INTEGER NOT NULL REFERENCES preview_cards (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX preview_cards_statuses_of_card ON preview_cards_statuses (card_id, status_id);

CREATE TABLE scheduled_statuses (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    scheduled_at INTEGER,                          -- NULL: never
    params TEXT NOT NULL                           -- JSON: ScheduledStatus::Params as the API shows it
) STRICT;
CREATE INDEX scheduled_statuses_of_account ON scheduled_statuses (account_id, id);
CREATE INDEX scheduled_statuses_due ON scheduled_statuses (scheduled_at);

CREATE TABLE idempotency_keys (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    status_id INTEGER,
    scheduled_status_id INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, key)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- media

CREATE TABLE media_attachments (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    status_id INTEGER REFERENCES statuses (id) ON DELETE SET NULL,
    scheduled_status_id INTEGER REFERENCES scheduled_statuses (id) ON DELETE SET NULL,
    position INTEGER,                              -- place in its status; NULL after an edit took it out
    type TEXT NOT NULL CHECK (type IN ('image', 'gifv', 'video', 'audio', 'unknown')),
    processing TEXT NOT NULL DEFAULT 'complete' CHECK (processing IN ('queued', 'in_progress', 'complete', 'failed')),
    path TEXT,
    preview_path TEXT,
    remote_url TEXT,
    preview_remote_url TEXT,
    meta TEXT,                                     -- JSON: MediaAttachment::Meta
    description TEXT,
    blurhash TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX media_attachments_of_status ON media_attachments (status_id, position);
CREATE INDEX media_attachments_of_scheduled ON media_attachments (scheduled_status_id) WHERE scheduled_status_id IS NOT NULL;
CREATE INDEX media_attachments_of_account ON media_attachments (account_id);

-- Files served below /system, /avatars and /headers.
CREATE TABLE files (
    path TEXT PRIMARY KEY,
    content_type TEXT NOT NULL,
    data BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE custom_emojis (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    shortcode TEXT NOT NULL,
    domain TEXT,
    path TEXT NOT NULL,
    static_path TEXT NOT NULL,
    visible_in_picker INTEGER NOT NULL DEFAULT 1,
    category TEXT,
    featured INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX custom_emojis_name ON custom_emojis (shortcode, coalesce(domain, ''));

-- ---------------------------------------------------------------- feeds, lists, tags of a person

-- Home timelines, written when a status is posted. Complete: not cut at 800 entries.
CREATE TABLE home_feed (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
    PRIMARY KEY (account_id, status_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX home_feed_of_status ON home_feed (status_id);

-- Boosts that a home timeline does not show, because it shows another boost of the same status.
CREATE TABLE home_waiting (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
    PRIMARY KEY (account_id, status_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX home_waiting_of_status ON home_waiting (status_id);

CREATE TABLE lists (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    replies_policy TEXT NOT NULL DEFAULT 'list' CHECK (replies_policy IN ('list', 'followed', 'none')),
    exclusive INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX lists_of_account ON lists (account_id, id);

CREATE TABLE list_accounts (
    list_id INTEGER NOT NULL REFERENCES lists (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (list_id, account_id)
) STRICT;
CREATE INDEX list_accounts_of_account ON list_accounts (account_id);

CREATE TABLE list_feed (
    list_id INTEGER NOT NULL REFERENCES lists (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
    PRIMARY KEY (list_id, status_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX list_feed_of_status ON list_feed (status_id);

-- Boosts that the timeline of a list does not show.
CREATE TABLE list_waiting (
    list_id INTEGER NOT NULL REFERENCES lists (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
    PRIMARY KEY (list_id, status_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX list_waiting_of_status ON list_waiting (status_id);

CREATE TABLE featured_tags (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    name TEXT NOT NULL,                            -- as the person wrote it
    created_at INTEGER NOT NULL,
    UNIQUE (account_id, tag_id)
) STRICT;

-- Collections of accounts, which their owners recommend.
CREATE TABLE collections (
    id INTEGER PRIMARY KEY,                        -- snowflake
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    description TEXT,
    language TEXT,
    tag_id INTEGER REFERENCES tags (id) ON DELETE SET NULL,
    sensitive INTEGER NOT NULL,
    discoverable INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX collections_of_account ON collections (account_id, id);
CREATE INDEX collections_of_tag ON collections (tag_id) WHERE tag_id IS NOT NULL;

CREATE TABLE collection_items (
    id INTEGER PRIMARY KEY,                        -- snowflake
    collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'revoked')),
    created_at INTEGER NOT NULL,
    UNIQUE (collection_id, account_id)
) STRICT;
CREATE INDEX collection_items_of_account ON collection_items (account_id);

CREATE TABLE followed_tags (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    UNIQUE (account_id, tag_id)
) STRICT;
CREATE INDEX followed_tags_of_account ON followed_tags (account_id, id);
CREATE INDEX followed_tags_of_tag ON followed_tags (tag_id);

-- ---------------------------------------------------------------- filters

CREATE TABLE filters (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    context TEXT NOT NULL,                         -- JSON list of 'home', 'notifications', ...
    action TEXT NOT NULL DEFAULT 'warn' CHECK (action IN ('warn', 'hide', 'blur')),
    expires_at INTEGER
) STRICT;
CREATE INDEX filters_of_account ON filters (account_id, id);

CREATE TABLE filter_keywords (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    filter_id INTEGER NOT NULL REFERENCES filters (id) ON DELETE CASCADE,
    keyword TEXT NOT NULL,
    whole_word INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX filter_keywords_of_filter ON filter_keywords (filter_id, id);

-- Single statuses in a filter.
CREATE TABLE filter_statuses (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    filter_id INTEGER NOT NULL REFERENCES filters (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
    UNIQUE (filter_id, status_id)
) STRICT;
CREATE INDEX filter_statuses_of_status ON filter_statuses (status_id);

-- ---------------------------------------------------------------- notifications, conversations, markers

CREATE TABLE notifications (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    from_account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    type TEXT NOT NULL,
    status_id INTEGER REFERENCES statuses (id) ON DELETE CASCADE,
    report_id INTEGER REFERENCES reports (id) ON DELETE CASCADE,
    warning_id INTEGER REFERENCES account_warnings (id) ON DELETE CASCADE,
    collection_id INTEGER REFERENCES collections (id) ON DELETE CASCADE,
    group_key TEXT NOT NULL,                       -- "ungrouped-<id>" for those that stand alone
    filtered INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX notifications_of_account ON notifications (account_id, filtered, id);
CREATE INDEX notifications_of_type ON notifications (account_id, type, id);
CREATE INDEX notifications_of_group ON notifications (account_id, group_key, id);
CREATE INDEX notifications_of_sender ON notifications (account_id, from_account_id, id);
CREATE INDEX notifications_from ON notifications (from_account_id);
CREATE INDEX notifications_of_status ON notifications (status_id) WHERE status_id IS NOT NULL;
CREATE INDEX notifications_of_report ON notifications (report_id) WHERE report_id IS NOT NULL;
CREATE INDEX notifications_of_collection ON notifications (collection_id) WHERE collection_id IS NOT NULL;
CREATE INDEX notifications_of_warning ON notifications (warning_id) WHERE warning_id IS NOT NULL;

-- 'accept', 'filter' or 'drop' for each kind of sender.
CREATE TABLE notification_policies (
    account_id INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    for_not_following TEXT NOT NULL DEFAULT 'accept',
    for_not_followers TEXT NOT NULL DEFAULT 'accept',
    for_new_accounts TEXT NOT NULL DEFAULT 'accept',
    for_private_mentions TEXT NOT NULL DEFAULT 'filter',
    for_limited_accounts TEXT NOT NULL DEFAULT 'filter',
    for_bots TEXT NOT NULL DEFAULT 'accept'
) STRICT;

CREATE TABLE notification_requests (
    id INTEGER PRIMARY KEY,                        -- snowflake
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    from_account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    last_status_id INTEGER REFERENCES statuses (id) ON DELETE SET NULL,
    notifications_count INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (account_id, from_account_id)
) STRICT;
CREATE INDEX notification_requests_from ON notification_requests (from_account_id);
CREATE INDEX notification_requests_last_status ON notification_requests (last_status_id);

-- Senders that an account accepted despite its policy.
CREATE TABLE notification_permissions (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    from_account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (account_id, from_account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notification_permissions_from ON notification_permissions (from_account_id);

-- A conversation with one set of participants, as one of them sees it.
CREATE TABLE account_conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    conversation_id INTEGER NOT NULL,
    participants TEXT NOT NULL,                    -- JSON list of account ids, ascending, without the person
    last_status_id INTEGER,
    unread INTEGER NOT NULL DEFAULT 0,
    UNIQUE (account_id, conversation_id, participants)
) STRICT;
CREATE INDEX account_conversations_recent ON account_conversations (account_id, last_status_id);

CREATE TABLE account_conversation_statuses (
    account_conversation_id INTEGER NOT NULL REFERENCES account_conversations (id) ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
    PRIMARY KEY (account_conversation_id, status_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_conversation_statuses_of_status ON account_conversation_statuses (status_id);

CREATE TABLE markers (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    timeline TEXT NOT NULL CHECK (timeline IN ('home', 'notifications')),
    last_read_id INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, timeline)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- moderation

CREATE TABLE reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    target_account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    status_ids TEXT NOT NULL DEFAULT '[]',         -- JSON list of integers
    collection_ids TEXT NOT NULL DEFAULT '[]',     -- JSON list of integers
    rule_ids TEXT,                                 -- JSON list of integers
    category TEXT NOT NULL DEFAULT 'other' CHECK (category IN ('spam', 'legal', 'violation', 'other')),
    comment TEXT NOT NULL DEFAULT '',
    forwarded INTEGER NOT NULL DEFAULT 0,
    assigned_account_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
    action_taken_at INTEGER,                       -- NULL: still open
    action_taken_by_account_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reports_of_account ON reports (account_id, id);
CREATE INDEX reports_of_target ON reports (target_account_id, id);
CREATE INDEX reports_assigned ON reports (assigned_account_id) WHERE assigned_account_id IS NOT NULL;
CREATE INDEX reports_taken ON reports (action_taken_by_account_id) WHERE action_taken_by_account_id IS NOT NULL;

-- Moderation actions against an account, as it was notified of them.
CREATE TABLE account_warnings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
    target_account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    action TEXT NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    status_ids TEXT,                               -- JSON list of integers
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX account_warnings_of_account ON account_warnings (account_id);
CREATE INDEX account_warnings_of_target ON account_warnings (target_account_id, id);

-- Decisions of moderators about trends. What nobody has reviewed does not trend, but for posts of accounts, and links to
-- publishers, that may.
CREATE TABLE trend_reviews (
    kind TEXT NOT NULL CHECK (kind IN ('tag', 'status', 'link', 'publisher')),
    subject_id INTEGER NOT NULL,
    allowed INTEGER NOT NULL,
    reviewed_at INTEGER NOT NULL,
    PRIMARY KEY (kind, subject_id)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- the server itself

CREATE TABLE announcements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL,
    content TEXT NOT NULL,                         -- HTML
    starts_at INTEGER,
    ends_at INTEGER,
    all_day INTEGER NOT NULL DEFAULT 0,
    published_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE announcement_reactions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    announcement_id INTEGER NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    UNIQUE (announcement_id, account_id, name)
) STRICT;
CREATE INDEX announcement_reactions_of_account ON announcement_reactions (account_id);

-- Dismissed announcements.
CREATE TABLE announcement_mutes (
    announcement_id INTEGER NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (announcement_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX announcement_mutes_of_account ON announcement_mutes (account_id);

CREATE TABLE rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    position INTEGER NOT NULL DEFAULT 0,
    text TEXT NOT NULL,
    hint TEXT NOT NULL DEFAULT '',
    translations TEXT NOT NULL DEFAULT '{}'        -- JSON: {"de": {"text", "hint"}}
) STRICT;

-- Known servers.
CREATE TABLE peers (
    domain TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Servers that are limited or suspended.
CREATE TABLE server_domain_blocks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    domain TEXT NOT NULL UNIQUE,
    severity TEXT NOT NULL DEFAULT 'silence' CHECK (severity IN ('noop', 'silence', 'suspend')),
    reject_media INTEGER NOT NULL DEFAULT 0,
    reject_reports INTEGER NOT NULL DEFAULT 0,
    private_comment TEXT,
    public_comment TEXT,
    obfuscate INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;

-- Servers allowed in limited federation mode.
CREATE TABLE domain_allows (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    domain TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

-- E-mail domains that may not sign up, or only with approval.
CREATE TABLE email_domain_blocks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    domain TEXT NOT NULL UNIQUE,
    allow_with_approval INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE canonical_email_blocks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    canonical_email_hash TEXT NOT NULL UNIQUE,     -- SHA-256 of the address without dots and what follows a plus
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE ip_blocks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ip TEXT NOT NULL UNIQUE,                       -- with the length of its prefix: 192.0.2.0/24
    severity TEXT NOT NULL CHECK (severity IN ('sign_up_requires_approval', 'sign_up_block', 'no_access')),
    comment TEXT NOT NULL DEFAULT '',
    expires_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

-- Title, description, contact and so on: values are JSON.
CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO roles (id, permissions) VALUES (-99, 65536);
INSERT INTO roles (id, name, permissions, highlighted) VALUES
    (1, 'Moderator', 1049884, 1), (2, 'Admin', 983036, 1), (3, 'Owner', 1, 1);
