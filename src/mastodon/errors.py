"""Every error."""

from trunkline import errors
from trunkline.errors import *  # noqa: F403

__all__: list[str] = []
__all__ += errors.__all__
