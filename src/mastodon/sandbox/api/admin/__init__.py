"""`/api/v1/admin` and `/api/v2/admin`: what moderators do."""

from . import account_actions, accounts, reports

routes = [*accounts.routes, *account_actions.routes, *reports.routes]
