"""How a test gets at its source, where paths and manifests leave no doubt."""

import pytest

from tests.context.test_places.layouts import places_in

COMPOSER = (
    'composer.json: {"autoload": {"psr-4": {"App\\\\": "src/"}}, '
    '"autoload-dev": {"psr-4": {"App\\\\Tests\\\\": "tests/"}}}'
)


@pytest.mark.parametrize(
    ("repository", "source", "expected"),
    [
        ("pyproject.toml\nsrc/app/__init__.py", "src/app/io/reader.py", "from app.io.reader import"),
        ("pyproject.toml\nsrc/acme/x/__init__.py", "src/acme/x/y.py", "from acme.x.y import"),
        ("pyproject.toml\napp/__init__.py\napp/io/__init__.py", "app/io/x.py", "from app.io.x import"),
        ("pyproject.toml", "app/__init__.py", "from app import"),
        ("libs/a/pyproject.toml\nlibs/a/a/__init__.py", "libs/a/a/x.py", "from a.x import"),
        ("", "script.py", "from script import"),
        ("pyproject.toml", "tools/one-off.py", None),
        ("pyproject.toml\ndeep/er/app/__init__.py", "deep/er/app/x.py", None),
        ('package.json: {"vitest": "1"}', "src/a/x.ts", 'from "./x"'),
        ('package.json: {"mocha": "1", "type": "module"}', "lib/a/x.js", 'from "../../lib/a/x.js"'),
        ('package.json: {"mocha": "1"}', "lib/a/x.js", '"../../lib/a/x"'),
        ('tsconfig.json: {"module": "NodeNext"}', "src/x.ts", 'from "./x.js"'),
        ("package.json", "src/x.ts", None),
        ('package.json: {"vitest": "1"}', "src/Card.vue", 'from "./Card.vue"'),
        ("pom.xml", "src/main/java/com/acme/A.java", "package com.acme;"),
        (
            "pom.xml\nsrc/main/java/com/B.java\nsrc/test/java/com/functional/BTest.java",
            "src/main/java/com/A.java",
            "package com.functional;\nimport com.A;",
        ),
        (COMPOSER, "src/Util/Tar.php", "namespace App\\Tests\\Util;\nuse App\\Util\\Tar;"),
        ("composer.json: {broken", "src/Util/Tar.php", None),
        ("acme.gemspec", "lib/acme/x.rb", 'require "acme/x"'),
        ('Gemfile: gem "rails"\nconfig/routes.rb', "app/models/x.rb", None),
        ("Cargo.toml", "src/x.rs", "use super::*;"),
        ('Cargo.toml: [package]\\nname = "my-crate"\nsrc/lib.rs\ntests/x.rs', "src/x.rs", "use my_crate::"),
        ("Package.swift", "Sources/Net/Client.swift", "@testable import Net"),
        ("pubspec.yaml: name: acme", "lib/src/x.dart", "import 'package:acme/src/x.dart';"),
        ("go.mod: module acme.org/y", "db/store.go", None),
    ],
)
def test_a_hint_is_given_where_there_is_no_doubt(repository: str, source: str, expected: str | None) -> None:
    places = places_in(f"{repository}\n{source}")
    place = places.place_of(source)
    assert place is not None
    assert places.import_hint(source, place) == expected
