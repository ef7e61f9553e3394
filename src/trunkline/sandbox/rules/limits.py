"""Limits, as the instance endpoints report them."""

from __future__ import annotations

from typing import Final

# https://github.com/mastodon/mastodon/blob/main/app/validators/status_length_validator.rb
MAX_CHARACTERS: Final = 500
# https://github.com/mastodon/mastodon/blob/main/app/models/status.rb
MAX_MEDIA_ATTACHMENTS: Final = 4
# https://github.com/mastodon/mastodon/blob/main/app/controllers/api/base_controller.rb (DEFAULT_…_LIMIT)
MAX_STATUSES_BY_ID: Final = 20
MAX_ACCOUNTS_BY_ID: Final = 40
# https://github.com/mastodon/mastodon/blob/main/app/validators/poll_options_validator.rb
MAX_POLL_OPTIONS: Final = 4
MAX_POLL_OPTION_CHARACTERS: Final = 50
# https://github.com/mastodon/mastodon/blob/main/app/validators/poll_expiration_validator.rb
MIN_POLL_SECONDS: Final = 300
MAX_POLL_SECONDS: Final = 2_629_746
# https://github.com/mastodon/mastodon/blob/main/app/validators/status_pin_validator.rb
MAX_PINNED_STATUSES: Final = 5
# https://github.com/mastodon/mastodon/blob/main/app/models/featured_tag.rb
MAX_FEATURED_TAGS: Final = 10
# https://github.com/mastodon/mastodon/blob/main/app/models/collection.rb
MAX_COLLECTION_NAME: Final = 40
MAX_COLLECTION_DESCRIPTION: Final = 100
MAX_COLLECTION_ITEMS: Final = 25
# https://github.com/mastodon/mastodon/blob/main/app/models/account.rb
MAX_PROFILE_FIELDS: Final = 4
MAX_DISPLAY_NAME: Final = 40
MAX_NOTE: Final = 500
MAX_USERNAME: Final = 30
MAX_ATTRIBUTION_DOMAINS: Final = 100
# https://github.com/mastodon/mastodon/blob/main/app/models/concerns/account/avatar.rb
MAX_PICTURE_DESCRIPTION: Final = 150
# https://github.com/mastodon/mastodon/blob/main/app/models/account/field.rb
MAX_FIELD_CHARACTERS: Final = 255
# https://github.com/mastodon/mastodon/blob/main/app/models/account_note.rb
MAX_ACCOUNT_NOTE: Final = 2000
# https://github.com/mastodon/mastodon/blob/main/app/models/custom_filter.rb
MAX_FILTER_TITLE: Final = 256
# https://github.com/mastodon/mastodon/blob/main/app/models/custom_filter_keyword.rb
MAX_FILTER_KEYWORD: Final = 512
# https://github.com/mastodon/mastodon/blob/main/app/models/list.rb
MAX_LIST_TITLE: Final = 256
# https://github.com/mastodon/mastodon/blob/main/app/models/report.rb
MAX_REPORT_COMMENT: Final = 1000
# https://github.com/mastodon/mastodon/blob/main/config/initializers/devise.rb
MIN_PASSWORD: Final = 8
MAX_PASSWORD: Final = 72
# https://github.com/mastodon/mastodon/blob/main/app/models/user_invite_request.rb
MAX_REASON: Final = 420
# https://github.com/mastodon/mastodon/blob/main/app/models/scheduled_status.rb
MIN_SCHEDULE_AHEAD_MS: Final = 5 * 60 * 1000
MAX_SCHEDULED: Final = 300
MAX_SCHEDULED_A_DAY: Final = 25
