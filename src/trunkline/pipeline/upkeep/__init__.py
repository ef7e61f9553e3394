"""Keeping loaded posts up to date: rows fed from elsewhere, their history, one identity across servers.

`feeding` writes rows that `trunkline.pipeline.refresh` and streams bring; `held` reads them back; `history` and
`portion` compare; `writer` and `live_batch` belong to `trunkline.pipeline.follow`; `identity` makes the views. This
package uses the catalogue, `tabular`, `purge` and the memory of `crawling`, and sends no request to a server.
"""
