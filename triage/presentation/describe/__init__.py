"""Everything in a rule book, described once as blocks: for `triage rules show`, which is a page
about one thing, and for `triage rules book`, which has them all with links.

Where one of the two tells a thing otherwise, or tells more, the description itself says so, by
`Shelf.in_book` and `Shelf.told`.
"""
