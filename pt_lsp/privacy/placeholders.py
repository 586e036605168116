"""What a placeholder reads like: all that the redactor, the restorer and those who count them agree on."""

import re

STEM = "REDACTED_SECRET_"
"""Every placeholder is this and a decimal number: an identifier in all languages, inert in a string."""

PLACEHOLDER = re.compile(STEM + "[0-9]+")
"""Matches every placeholder, and what only reads like one."""
