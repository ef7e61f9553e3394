"""Commands that read posts. May use all of `trunkline.cli` but other commands."""
