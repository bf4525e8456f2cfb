"""Questions about entities: find, show, why, path, counts, and what follows from facts.

What a person can ask may change here; it knows nothing of output formats or of the command.
"""
