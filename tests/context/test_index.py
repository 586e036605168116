from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.dependencies import dependencies_of
from pt_lsp.context.file_facts import analyse
from pt_lsp.context.index import Index

SOURCES = {
    "/p/a.py": ["from b import C\nclass A(C):\n    def go(self): ...\n", "def other(): ...\n", ""],
    "/p/b.py": ["class C:\n    def stop(self): ...\n", "from c import *\n", "from c import D as C\n"],
    "/p/c.py": ["class D: ...\nclass C: ...\n", "x = 1\n"],
}
STEPS = st.lists(
    st.sampled_from([(path, text) for path, texts in SOURCES.items() for text in [*texts, None]]), max_size=12
)


def put(index: Index, path: str, text: str) -> None:
    index.put(analyse(path, "python", text))


def names(index: Index) -> dict[str, object]:
    """All that can be asked, for the names that there are."""
    every = ("A", "C", "D", "go", "stop", "other", "x")
    return {
        "places": {name: {(p.path, p.owner.name) for p in index.locations(name)} for name in every},
        "found": {
            (path, name): {p.path for p in index.find(path, name)} for path in SOURCES for name in every
        },
        "chunks": {
            (index.chunk(number).path, index.chunk(number).text)
            for name in every
            for number in index.chunks.having(name.lower(), 100)
        },
        "like": {name: index.names_made_of((name.lower(),)) for name in ("other", "stop")},
        "siblings": {path: set(index.siblings(path)) for path in SOURCES},
    }


@given(STEPS)
def test_an_index_is_what_its_files_make_it_whatever_came_before(steps: list[tuple[str, str | None]]) -> None:
    index, now = Index(), dict[str, str]()
    for path, text in steps:
        names(index)  # what is remembered of answers has to go with what they came from
        if text is None:
            index.remove(path)
            now.pop(path, None)
        else:
            put(index, path, text)
            now[path] = text
    fresh = Index()
    for path, text in now.items():
        put(fresh, path, text)
    assert names(index) == names(fresh)
    assert len(index.files()) == len(now)


def test_a_name_is_followed_through_the_files_that_hand_it_on() -> None:
    index = Index()
    put(index, "/p/a/__init__.py", "from .b import Thing as Public\n")
    put(index, "/p/a/b.py", "from .c import *\n")
    put(index, "/p/a/c.py", "class Thing: ...\n")
    assert [place.path for place in index.find("/p/a/__init__.py", "Public")] == ["/p/a/c.py"]


def test_files_that_hand_names_to_each_other_in_a_circle_give_nothing() -> None:
    index = Index()
    put(index, "/p/a.py", "from b import *\n")
    put(index, "/p/b.py", "from a import *\n")
    assert index.find("/p/a.py", "Thing") == ()


def test_only_another_shape_makes_another_generation() -> None:
    index = Index()
    put(index, "/p/a.py", "def f(x):\n    return x\n")
    before = index.generation
    put(index, "/p/a.py", "def f(x):\n\n    return x + 1\n")
    assert index.generation == before
    put(index, "/p/a.py", "def f(x, y):\n    return x\n")
    assert index.generation > before


def test_a_new_config_gives_imports_another_meaning() -> None:
    index = Index()
    index.put(analyse("/p/src/lib/x.ts", "typescript", "export class X {}\n"))
    index.put(analyse("/p/main.ts", "typescript", "import { X } from '@x'\n"))
    assert index.find("/p/main.ts", "X") == ()
    index.set_config("/p/tsconfig.json", '{"compilerOptions": {"paths": {"@x": ["./src/lib/x"]}}}')
    assert [place.path for place in index.find("/p/main.ts", "X")] == ["/p/src/lib/x.ts"]
    generation = index.generation
    index.remove("/p/tsconfig.json")
    assert index.find("/p/main.ts", "X") == ()
    assert index.generation != generation


def test_a_file_reaches_its_package_and_its_header_without_an_import() -> None:
    index = Index()
    index.put(analyse("/p/cart/cart.go", "go", "package cart\n\nfunc Total() int { return 1 }\n"))
    index.put(analyse("/p/cart/price.go", "go", "package cart\n"))
    index.put(analyse("/p/include/log.h", "c", "void write_log(const char *text);\n"))
    index.put(analyse("/p/src/log.c", "c", "int x;\n"))
    assert [place.path for place in index.find("/p/cart/price.go", "Total")] == ["/p/cart/cart.go"]
    assert [place.path for place in index.find("/p/src/log.c", "write_log")] == ["/p/include/log.h"]
    assert dependencies_of(index, "/p/cart/price.go").symbols["/p/cart/cart.go", "Total", 0][0] == "module"


def test_a_class_inside_of_another_is_found_by_its_name_where_that_is_imported() -> None:
    index = Index()
    outer = "package a;\nclass Outer { static class Inner { int n; } int x; }\n"
    index.put(analyse("/p/a/Outer.java", "java", outer))
    index.put(analyse("/p/b/Use.java", "java", "package b;\nimport a.Outer.Inner;\nclass Use { }\n"))
    assert [found.symbol.name for found in index.find("/p/a/Outer.java", "Inner")] == ["Inner"]
    assert index.find("/p/a/Outer.java", "x") == ()
    assert ("/p/a/Outer.java", "Inner") in dependencies_of(index, "/p/b/Use.java").names


def test_of_a_package_functions_are_in_scope_and_a_types_members_where_it_is_named() -> None:
    index = Index()
    index.put(analyse("/p/a.go", "go", "package p\nfunc Do() {}\ntype Cart struct { N int }\n"))
    index.put(analyse("/p/b.go", "go", "package p\n"))
    relations = {
        location.symbol.name: relation
        for relation, location in dependencies_of(index, "/p/b.go").symbols.values()
    }
    assert relations == {"Do": "module", "Cart": "mentioned"}


def test_a_ruby_method_is_found_by_its_name_without_the_sign_at_its_end() -> None:
    index = Index()
    index.put(analyse("/p/door.rb", "ruby", "class Door\n  def wide_open?\n  end\nend\n"))
    assert [each.symbol.name for each in index.locations("wide_open")] == ["wide_open?"]
    assert index.locations("wide_open?") == index.locations("wide_open")
    index.remove("/p/door.rb")
    assert not index.locations("wide_open")
