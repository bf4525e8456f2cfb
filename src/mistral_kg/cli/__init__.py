"""The command: parses arguments, calls the library, prints.

Options and messages may change here; nothing imports this package.
"""
