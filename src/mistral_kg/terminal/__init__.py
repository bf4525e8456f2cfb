"""Text for a terminal: widths, wrapping, tables, files written whole.

Anything about how text looks may change here; it knows nothing of RDF or of queries.
"""
