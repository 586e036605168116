"""The embedded default: a small real model behind the same HTTP contract as any other endpoint."""
