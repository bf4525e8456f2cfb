"""SPARQL: one lexer, what is refused and rewritten, how a query is run and its answer in Python.

How queries are read and run may change here; it knows nothing of endpoints or of output formats.
"""
