"""`Mastodon` and `AsyncMastodon`: every call of the API on one object, with streaming, pagination and helpers.

- `core`: construction and requests; `attributes`: the settings and state that programs read and change;
- `all_endpoints`: the calls of the API; `overloads`: exact types of those with two results;
- `pagination` and `classic_pagination`: from page to page;
- `sync_streaming`, `async_streaming`, `classic_streaming`: streams as iterators, and with listeners;
- `helpers`: the methods beside the calls, one file each;
- `client`: the two classes, composed of these.

Imports every layer below; `trunkline.pipeline` and the layers above it import this.
"""
