"""How models write, whatever they were asked for: one reader of replies for all features; text in, text out.

Fences, prose, blocks of changes, indentation, echo, brackets, continuations. Refuses to know streams,
settings, documents and editors; which filters run in which order is a feature's business.
"""
