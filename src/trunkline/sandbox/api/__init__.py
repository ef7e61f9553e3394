"""The endpoints of the REST API, one module for each area with a list `routes`, and the application that serves them.

A handler reads parameters, checks the token, calls `rules` or `moderation` and answers with `serializers`. This
package may import every other one except `seed`.
"""
