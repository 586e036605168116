"""What an instruction adds about a language and a file: conventions, and what code leaves open. Pure."""
