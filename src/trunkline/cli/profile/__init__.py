"""Commands about the own profile. May use all of `trunkline.cli` but other commands."""
