"""What a person can ask for, a folder each: gather context, build a prompt, stream the reply, refine it.

Features know neither each other nor LSP nor HTTP.
"""
