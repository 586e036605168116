"""What requests cost, and how a provider's prompt caches make them cheaper."""
