"""What an article's text says to its graph: is each fact and claim supported, is anything missing.

How support is judged may change here; the text itself is read by the package `text`.
"""
