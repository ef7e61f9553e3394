"""`import mastodon` as trunkline for one process."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from trunkline.errors import MastodonImportError
from trunkline.face.folder import face_folder, is_ours


def install_as_mastodon() -> None:
    """Make ``import mastodon`` import trunkline in this process and the processes that `multiprocessing` starts.

    Call it before the first import of `mastodon`. A second call does nothing.

    Raises:
        MastodonImportError: another `mastodon` has been imported already, or an import hook puts one in front.
    """
    folder = face_folder()
    loaded = sys.modules.get("mastodon")
    if loaded is None and folder not in sys.path[:1]:
        sys.path.insert(0, folder)
    spec = loaded.__spec__ if loaded else find_spec("mastodon")
    if is_ours(spec):
        return
    where = spec.origin if spec else "elsewhere"
    raise MastodonImportError(
        f"`mastodon` has been imported from {where}. "
        "Call trunkline.install_as_mastodon() before anything imports it, or use: trunkline run PROGRAM"
    )
