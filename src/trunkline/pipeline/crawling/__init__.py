"""Reading servers: walks through pages, cursors, and many servers at the same time.

`Crawl` runs in a thread of its own, with an event loop in which `Fleet` makes the clients, `Visits` reads one resource
of all servers, and `Reading` walks through the pages of one of them. Rows leave as lines of JSON, by a `Handoff`.

This package uses the catalogue, consent, the list of purged accounts and `tabular.parsing`; it knows neither dlt's
tables nor the destination. The modules `server`, `memory`, `reading` and `terms` are below the catalogue, the others
above.
"""
