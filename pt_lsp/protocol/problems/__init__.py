"""The problems that an editor shows of a document, whoever reports them: read, asked for and remembered."""
