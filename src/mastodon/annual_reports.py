"""The client, with the types and errors of its calls for annual reports."""

from mastodon.types_base import EmptyResponse
from trunkline.clients.client import Mastodon
from trunkline.entities import AnnualReportState, WrappedAnnualReports
from trunkline.protocol.versions import api_version

__all__ = ["AnnualReportState", "EmptyResponse", "Mastodon", "WrappedAnnualReports", "api_version"]
