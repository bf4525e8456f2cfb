"""The command: reads words, calls the library, prints.

Options and messages may change here; nothing imports this package.
"""
