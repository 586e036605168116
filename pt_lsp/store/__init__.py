"""Our own files: settings files, statistics, credentials, what probes found."""
