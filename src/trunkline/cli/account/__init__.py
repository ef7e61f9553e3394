"""Commands about people. May use all of `trunkline.cli` but other commands."""
