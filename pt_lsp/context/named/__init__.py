"""What a tool names in what it says about code, and where that is defined."""
