"""Commands about lists. May use all of `trunkline.cli` but other commands."""
