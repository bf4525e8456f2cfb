"""Why a query cannot be read, and the corrected query.

Kinds of mistakes may be added here; nothing here runs a query over data.
"""
