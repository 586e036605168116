"""Editors that put an edit into whatever text they have: what such an edit did, and how it is put right."""
