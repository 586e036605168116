"""Where a test goes that does not exist yet: as this repository places those of its other sources."""

import pytest

from tests.context.test_places.layouts import place_in, shown


@pytest.mark.parametrize(
    ("repository", "source", "expected"),
    [
        pytest.param(
            """
            pyproject.toml: pytest
            src/app/io/reader.py
            src/app/net/client.py
            tests/io/test_reader.py
            """,
            "src/app/net/client.py",
            "tests/net/test_client.py",
            id="a mirrored tree without the folders of the package",
        ),
        pytest.param(
            """
            pyproject.toml: pytest
            pkg/_transports/asgi.py
            pkg/_transports/wsgi.py
            pkg/client.py
            tests/test_asgi.py
            tests/test_wsgi.py
            """,
            "pkg/_transports/_mock.py",
            "tests/test_mock.py",
            id="one flat folder, names without their underscore",
        ),
        pytest.param(
            """
            pyproject.toml: pytest
            pkg/io/reader.py
            pkg/io/writer.py
            tests/test_io_reader.py
            tests/test_io_writer.py
            """,
            "pkg/net/client.py",
            "tests/test_net_client.py",
            id="a flat folder with the package in the name",
        ),
        pytest.param(
            """
            tox.ini: pytest
            src/fluff/api/info.py
            src/fluff/cli/run.py
            test/api/info_test.py
            """,
            "src/fluff/cli/run.py",
            "test/cli/run_test.py",
            id="a suffix",
        ),
        pytest.param(
            """
            manage.py
            shop/apps.py
            shop/views.py
            shop/tests/test_views.py
            blog/apps.py
            """,
            "blog/models.py",
            "blog/tests/test_models.py",
            id="each application has its own",
        ),
        pytest.param(
            """
            package.json: {"devDependencies": {"vitest": "1"}}
            src/node/http.ts
            src/node/plugins/terser.ts
            src/node/plugins/wasm.ts
            src/node/server/graph.ts
            src/node/server/source.ts
            src/node/__tests__/http.spec.ts
            src/node/__tests__/plugins/terser.spec.ts
            src/node/server/__tests__/graph.spec.ts
            src/node/server/__tests__/source.spec.ts
            """,
            "src/node/server/pages.ts",
            "src/node/server/__tests__/pages.spec.ts",
            id="what is done beside it counts more than what is done around",
        ),
        pytest.param(
            """
            package.json: {"devDependencies": {"vitest": "1"}}
            src/one.ts
            src/two.ts
            tests/one/one.test.ts
            tests/two/two.test.ts
            """,
            "src/three.ts",
            "tests/three/three.test.ts",
            id="each in a folder of its own",
        ),
        pytest.param(
            """
            package.json: {"devDependencies": {"vitest": "1"}}
            packages/a/package.json
            packages/a/src/io/x.ts
            packages/a/test/io/x.spec.ts
            packages/b/package.json
            """,
            "packages/b/src/deep/er/y.ts",
            "packages/b/test/deep/er/y.spec.ts",
            id="another package of a workspace",
        ),
        pytest.param(
            """
            package.json: {"devDependencies": {"mocha": "1"}}
            lib/parse.js
            lib/emit.js
            lib/walk.js
            test/parse.js
            test/emit.js
            """,
            "lib/walk.js",
            "test/walk.js",
            id="called like its source in another folder",
        ),
        pytest.param(
            """
            package.json: {"devDependencies": {"jest": "1"}}
            src/Button.tsx
            src/util/text.ts
            src/Button.test.tsx
            src/util/text.test.ts
            """,
            "src/Card.tsx",
            "src/Card.test.tsx",
            id="a component, its ending kept",
        ),
        pytest.param(
            """
            package.json: {"devDependencies": {"vitest": "1"}}
            src/Button.vue
            src/Button.spec.ts
            src/format.ts
            src/format.spec.ts
            """,
            "src/Card.vue",
            "src/Card.spec.ts",
            id="a component whose kind of file holds no tests",
        ),
        pytest.param(
            """
            package.json: {"devDependencies": {"jest": "1"}}
            src/a/one.ts
            src/a/one.unit.test.ts
            src/b/two.ts
            src/b/two.unit.test.ts
            """,
            "src/b/three.ts",
            "src/b/three.unit.test.ts",
            id="a name that says what kind of test it is",
        ),
        pytest.param(
            """
            pom.xml: <artifactId>junit-jupiter</artifactId>
            core/pom.xml
            core/src/main/java/com/acme/A.java
            core/src/test/java/com/acme/ATests.java
            web/pom.xml
            """,
            "web/src/main/java/com/acme/web/B.java",
            "web/src/test/java/com/acme/web/BTests.java",
            id="another module of Maven",
        ),
        pytest.param(
            """
            proto/pom.xml
            proto/src/main/java/com/acme/Adapter.java
            proto/src/test/java/com/acme/functional/AdapterTest.java
            """,
            "proto/src/main/java/com/acme/Factory.java",
            "proto/src/test/java/com/acme/functional/FactoryTest.java",
            id="mirrored, with a folder more",
        ),
        pytest.param(
            """
            Gemfile: gem "rspec-rails"
            config/application.rb
            app/models/user.rb
            spec/models/user_spec.rb
            """,
            "app/services/mail/sender.rb",
            "spec/services/mail/sender_spec.rb",
            id="Rails",
        ),
        pytest.param(
            """
            demo.gemspec: "minitest"
            lib/demo/y.rb
            test/test_y.rb
            """,
            "lib/demo/z.rb",
            "test/test_z.rb",
            id="a gem whose tests have a prefix",
        ),
        pytest.param(
            """
            composer.json: phpunit
            src/Acme/Util/Tar.php
            src/Acme/Command/Search.php
            tests/Acme/Test/Util/TarTest.php
            """,
            "src/Acme/Command/Search.php",
            "tests/Acme/Test/Command/SearchTest.php",
            id="a namespace of tests inside of the vendor's",
        ),
        pytest.param(
            """
            src/Acme/Component/Console/composer.json
            src/Acme/Component/Console/Helper/Table.php
            src/Acme/Component/Console/Tests/Helper/TableTest.php
            src/Acme/Bridge/Yaml/composer.json
            """,
            "src/Acme/Bridge/Yaml/Command/Lint.php",
            "src/Acme/Bridge/Yaml/Tests/Command/LintTest.php",
            id="a component with tests inside",
        ),
        pytest.param(
            """
            src/Acme.Core/Acme.Core.csproj
            src/Acme.Core/Models/X.cs
            src/Acme.Web/Acme.Web.csproj
            tests/Acme.Core.Tests/Acme.Core.Tests.csproj: <PackageReference Include="xunit" />
            tests/Acme.Core.Tests/Models/XTests.cs
            """,
            "src/Acme.Web/Pages/Home.cs",
            "tests/Acme.Web.Tests/Pages/HomeTests.cs",
            id="a project of tests for each project",
        ),
        pytest.param(
            """
            Package.swift
            Sources/Net/Http/Request.swift
            Tests/NetTests/Http/RequestTests.swift
            """,
            "Sources/Store/Db.swift",
            "Tests/StoreTests/DbTests.swift",
            id="a target of tests for each target",
        ),
        pytest.param(
            """
            CMakeLists.txt: find_package(GTest)
            src/io/reader.cc
            tests/reader_test.cc
            """,
            "include/acme/api.h",
            "tests/api_test.cc",
            id="a header",
        ),
    ],
)
def test_tests_go_where_the_repository_puts_those_of_other_sources(
    repository: str, source: str, expected: str
) -> None:
    place = place_in(repository, source)
    assert (place.path, place.exists) == (expected, False)


def test_a_reason_and_an_example_come_from_a_near_source() -> None:
    place = place_in("src/a/x.py\nsrc/b/y.py\ntests/a/test_x.py\ntests/b/test_y.py", "src/b/z.py")
    assert place.reason == "as tests/b/test_y.py is for src/b/y.py"
    assert place.example == "tests/b/test_y.py"


def test_the_example_is_one_that_shows_the_place() -> None:
    """Not the first one around, where that is an exception."""
    repository = """
        src/a/a.py
        src/a/m.py
        src/a/n.py
        src/a/o.py
        checks/test_a.py
        tests/a/test_m.py
        tests/a/test_n.py
        tests/a/test_o.py
        """
    place = place_in(repository, "src/a/y.py")
    assert (place.path, place.example) == ("tests/a/test_y.py", "tests/a/test_m.py")


def test_a_second_test_of_a_source_is_no_habit() -> None:
    place = place_in("src/io.ts\nsrc/io2.test.ts\nsrc/fs.ts", "src/fs.ts")
    assert place.path == "src/fs.test.ts"


def test_names_of_folders_mean_nothing_to_a_rule() -> None:
    """The wildcard of one tree is an ordinary name in another."""
    repository = "pkg/*/x.py\npkg/{0}/y.py\ntests/*/test_x.py\n"
    assert shown(repository, "pkg/{0}/y.py").startswith("tests/{0}/test_y.py ")
