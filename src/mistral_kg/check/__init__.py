"""Faults of a dataset: shapes, values, check queries, named queries.

Rules may be added here; nothing here changes data.
"""
