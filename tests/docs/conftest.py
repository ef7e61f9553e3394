"""The pages that are written from the code, where Sphinx is installed."""

from __future__ import annotations

import sys

from .blocks import DOCS

sys.path.insert(0, str(DOCS))
