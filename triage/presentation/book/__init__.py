"""The whole rule book as one page for reading and printing; see `triage.presentation.book.page`."""
