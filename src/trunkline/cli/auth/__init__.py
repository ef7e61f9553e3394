"""Commands that log in and out. May use all of `trunkline.cli` but other commands."""
