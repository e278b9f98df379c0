"""Millions of answer sets: read from files in columns, assessed in blocks, written as columns.

Needs the extra `batch` (numpy and pyarrow).
"""
