"""Which models an endpoint says that the key can use: `GET /models`."""
