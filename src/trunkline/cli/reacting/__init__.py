"""Commands that do something to posts of anybody. May use all of `trunkline.cli` but other commands."""
