"""Where the tests of a source file belong in its repository, from paths and manifests alone."""
