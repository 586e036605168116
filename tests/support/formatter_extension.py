"""Another extension that a person may have in VS Code: a formatter of Python, which halves indentation."""

import json
import zipfile
from pathlib import Path

MANIFEST = {
    "name": "formatter",
    "publisher": "test",
    "version": "0.0.1",
    "engines": {"vscode": "^1.91.0"},
    "activationEvents": ["onLanguage:python"],
    "main": "./extension.js",
}
FORMATTER = """
const { languages, Range, TextEdit } = require('vscode');
exports.activate = () => languages.registerDocumentFormattingEditProvider('python', {
  provideDocumentFormattingEdits(document) {
    const text = document.getText();
    const all = new Range(document.positionAt(0), document.positionAt(text.length));
    return [TextEdit.replace(all, text.replaceAll('    ', '  '))];
  },
});
"""


def pack(folder: Path) -> Path:
    """Its package, `test.formatter`, in that folder."""
    packed = folder / "formatter.vsix"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("extension/package.json", json.dumps(MANIFEST))
        archive.writestr("extension/extension.js", FORMATTER)
    return packed
