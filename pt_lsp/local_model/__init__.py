"""The embedded default: a small real model behind the same HTTP contract as any other endpoint.

Refuses to know who asks and what: it is reached over HTTP only.
"""

from pt_lsp.local_model.child import LocalModel
from pt_lsp.local_model.serving import serve

__all__ = ["LocalModel", "serve"]
