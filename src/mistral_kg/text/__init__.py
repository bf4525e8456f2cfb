"""The text of an article: its passages, names, figures and dates, in English and Punjabi.

How a text is read may change here; it knows nothing of queries or of the command.
"""
