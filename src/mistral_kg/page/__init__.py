"""The network of a dataset, and the interactive page that shows it.

What the page shows may change here; it knows nothing of the command.
"""
