"""How long an endpoint is waited for, when it is asked again, and how long it is left alone."""
