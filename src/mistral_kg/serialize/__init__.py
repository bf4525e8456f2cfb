"""Results and datasets as bytes: one writer a format.

Formats may be added here; it knows nothing of entities, checks or the command.
"""
