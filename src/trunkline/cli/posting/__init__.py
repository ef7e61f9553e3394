"""Commands that post, edit and delete, and what they share. May use all of `trunkline.cli` but other commands.

From bottom to top: `unsent` (a post that is not sent yet), `times`, `limits` (of the server), `options`, `writing` (the
editor), `draft_folder`, `preview` (dry runs and lists of drafts), `publishing`; then the commands.
"""
