"""Endpoints for media: uploading, describing and deleting files."""

from __future__ import annotations

from types import NoneType

from trunkline.endpoints.parameters import focal_point
from trunkline.entities import MediaAttachment
from trunkline.errors import MastodonAPIError
from trunkline.ids import IdLike, id_of, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.fallbacks import first_offered
from trunkline.protocol.request import Flow, Now, Request, Sleep, send
from trunkline.protocol.uploads import PathOrFile, Progress, data_uri, upload

_FIRST_WAIT = 0.25
_LONGEST_WAIT = 5.0
_PATIENCE = 900.0


class Media:
    """Media files; pass their ids to `Statuses.status_post` as ``media_ids``."""

    @endpoint(changed="4.0.0", scopes="write:media", params_since={"thumbnail": "3.2.0"})
    def media_post(
        self,
        media_file: PathOrFile,
        mime_type: str | None = None,
        description: str | None = None,
        focus: tuple[float, float] | None = None,
        file_name: str | None = None,
        thumbnail: PathOrFile | None = None,
        thumbnail_mime_type: str | None = None,
        synchronous: bool = False,
        *,
        progress: Progress | None = None,
    ) -> Flow[MediaAttachment]:
        """Upload an image, video or audio file.

        Videos and large images are processed after the upload; until then ``url`` is ``None`` and no
        status can contain them. Pass ``synchronous``, or call `media_wait` before posting.

        Args:
            media_file: the file: its path, its bytes, or a file opened in binary mode.
            mime_type: the MIME type; guessed from the name or the content unless given.
            description: the alternative text, at most 10 000 characters (1500 on older servers).
            focus: the focal point, kept when cropping: (x, y), each from -1 to 1, where (0, 0) is the centre and
                (1, 1) the upper right corner.
            file_name: the name sent to the server; that of the file unless given.
            thumbnail: a preview image for a video or audio file.
            thumbnail_mime_type: the MIME type of the thumbnail; guessed unless given.
            synchronous: wait until the file can be posted.
            progress: called repeatedly with the bytes sent and the size of the file (0 if unknown). It starts
                anew when a failed attempt is repeated.

        Returns:
            The medium, ready to be posted with ``synchronous``.

        Raises:
            MastodonUnprocessableError: the server does not support the file type, or the file is too large.
            MastodonFileNotFoundError: there is no file at the path.
            MastodonIOError: the file at the path cannot be read, such as a folder.
            MastodonIllegalArgumentError: the type is unknown; pass ``mime_type``.
        """
        files = {"file": upload(media_file, mime_type, file_name, progress)}
        if thumbnail is not None:
            files["thumbnail"] = upload(thumbnail, thumbnail_mime_type)
        form = {"description": description, "focus": focal_point(focus)}
        newest, older = (
            Request("POST", f"/api/{version}/media", MediaAttachment, form=form, files=files)
            for version in ("v2", "v1")
        )
        media: MediaAttachment = yield from first_offered(newest, older)
        return (yield from _ready(media)) if synchronous else media

    @endpoint(since="3.1.3", scopes="write:media")
    def media(self, id: IdLike) -> Request[MediaAttachment]:
        """Return an uploaded file not posted yet; ``url`` is ``None`` while it is processed.

        Args:
            id: the medium.

        Raises:
            MastodonUnprocessableError: the server could not process the file.
        """
        return Request("GET", _path(id), MediaAttachment)

    @endpoint(since="3.1.3", scopes="write:media")
    def media_wait(self, id: IdLike) -> Flow[MediaAttachment]:
        """Wait until an uploaded file can be posted.

        Args:
            id: the medium.

        Raises:
            MastodonUnprocessableError: the server could not process the file.
            MastodonAPIError: the file is not ready after 15 minutes.
        """
        return (yield from _ready((yield from send(Media.media.request(id)))))

    @endpoint(changed="3.2.0", scopes="write:media", params_since={"focus": "2.3.0", "thumbnail": "3.2.0"})
    def media_update(
        self,
        id: IdLike,
        description: str | None = None,
        focus: tuple[float, float] | None = None,
        thumbnail: PathOrFile | None = None,
        thumbnail_mime_type: str | None = None,
    ) -> Request[MediaAttachment]:
        """Change a file not posted yet. For files in a status, see `generate_media_edit_attributes`.

        Args:
            id: the medium.
            description: the alternative text, as in `media_post`.
            focus: the focal point, as in `media_post`.
            thumbnail: a preview image for a video or audio file.
            thumbnail_mime_type: the MIME type of the thumbnail; guessed unless given.
        """
        files = {} if thumbnail is None else {"thumbnail": upload(thumbnail, thumbnail_mime_type)}
        form = {"description": description, "focus": focal_point(focus)}
        return Request("PUT", _path(id), MediaAttachment, form=form, files=files)

    @endpoint(since="4.4.0", scopes="write:media")
    def media_delete(self, id: IdLike) -> Request[None]:
        """Delete a file not posted yet.

        Args:
            id: the medium.
        """
        return Request("DELETE", _path(id), NoneType)

    @staticmethod
    def generate_media_edit_attributes(
        id: IdLike,
        description: str | None = None,
        focus: tuple[float, float] | None = None,
        thumbnail: PathOrFile | None = None,
        thumb_mimetype: str | None = None,
    ) -> dict[str, str]:
        """Build the change of a file for ``status_update(..., media_attributes=[...])``; nothing is sent.

        Args:
            id: the medium.
            description: the new alternative text, as in `media_post`.
            focus: the new focal point, as in `media_post`.
            thumbnail: a new preview image for a video or audio file.
            thumb_mimetype: the MIME type of the thumbnail; guessed unless given.
        """
        changes = {
            "id": id_of(id),
            "description": description,
            "focus": focal_point(focus),
            "thumbnail": None if thumbnail is None else data_uri(upload(thumbnail, thumb_mimetype)),
        }
        return {name: value for name, value in changes.items() if value is not None}


def _ready(media: MediaAttachment) -> Flow[MediaAttachment]:
    """Return *media* once the server has processed it, polling at growing intervals."""
    wait, begun = _FIRST_WAIT, (yield Now())
    while media.url is None:
        if (yield Now()) - begun > _PATIENCE:
            raise MastodonAPIError(f"Medium {media.id} is still being processed; call media_wait('{media.id}') later.")
        yield Sleep(wait)
        wait = min(wait * 1.5, _LONGEST_WAIT)
        media = yield from send(Media.media.request(media))
    return media


def _path(id: IdLike) -> str:
    return f"/api/v1/media/{segment(id)}"
