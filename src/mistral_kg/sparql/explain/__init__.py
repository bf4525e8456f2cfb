"""Why a query has no results.

Kinds of reasons may be added here; nothing here changes the answer.
"""
