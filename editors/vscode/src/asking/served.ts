/** Which documents the server is told of. */
export const SELECTOR = [{ scheme: "file" }, { scheme: "untitled" }, { notebook: "*" }];
