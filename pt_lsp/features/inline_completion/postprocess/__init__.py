"""From what the model wrote to what the editor may insert: text in, text out.

Refuses to know streams, settings, documents and editors; each filter is a pure function of text.
"""
