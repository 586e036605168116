"""The embedded default: a small real model behind the same HTTP contract as any other endpoint.

Refuses to know who asks and what: it is reached over HTTP only.
"""

from pt_lsp.local_model.child import LocalModel
from pt_lsp.local_model.serving import LOCAL_KEY_VARIABLE, new_key, own_key, serve

__all__ = ["LOCAL_KEY_VARIABLE", "LocalModel", "new_key", "own_key", "serve"]
