import pytest

from tests.support.definitions import check


@pytest.mark.parametrize(
    ("language_id", "before", "definition"),
    [
        (
            "go",
            "package p\nfunc (a *A) F() int {\n\t<|>return 1\n}\n",
            "func (a *A) F() int {\n\treturn 1\n}",
        ),
        ("go", "type (\n\tA struct {\n\t\tx<|> int\n\t}\n\tB int\n)\n", "\tA struct {\n\t\tx int\n\t}"),
        ("go", "<|>type A interface {\n\tF()\n}\n", "type A interface {\n\tF()\n}"),
        ("go", "package p\n<|>\nfunc f() {\n}\n", None),
        (
            "rust",
            "impl A {\n  #[x]\n  #[y]\n  fn f() {\n    <|>1\n  }\n}\n",
            "  #[x]\n  #[y]\n  fn f() {\n    1\n  }",
        ),
        (
            "rust",
            "#[de<|>rive(Debug)]\n#[x]\npub struct A {\n  b: i32,\n}\n",
            "#[derive(Debug)]\n#[x]\npub struct A {\n  b: i32,\n}",
        ),
        ("rust", "#[al<|>low(x)]\nconst A: i32 = 1;\nfn f() {\n}\n", None),
        ("rust", "trait A {\n  fn f(&self<|>);\n}\n", "  fn f(&self);"),
        ("rust", "impl A {\n<|>\n  fn f() {}\n}\n", "impl A {\n\n  fn f() {}\n}"),
        (
            "java",
            "class A {\n  @Override\n  public int f() {\n    return <|>1;\n  }\n}\n",
            "  @Override\n  public int f() {\n    return 1;\n  }",
        ),
        ("java", "class A {\n  class B {\n    int <|>x;\n  }\n}\n", "  class B {\n    int x;\n  }"),
        ("java", "record P(int x) {\n  P {\n    <|>check();\n  }\n}\n", "  P {\n    check();\n  }"),
        ("c", "static int\nf(int a)\n{\n  <|>return a;\n}\n", "static int\nf(int a)\n{\n  return a;\n}"),
        ("c", "typedef struct {\n  int <|>x;\n} P;\n", "typedef struct {\n  int x;\n} P;"),
        ("c", "struct point p;<|>\n", None),
        ("c", "enum e {\n  A<|>,\n};\n", "enum e {\n  A,\n};"),
        (
            "cpp",
            "template <class T>\nT f(T a)\n{\n  <|>g();\n}\n",
            "template <class T>\nT f(T a)\n{\n  g();\n}",
        ),
        (
            "cpp",
            "class A {\n  int <|>b;\n  void f() {\n  }\n};\n",
            "class A {\n  int b;\n  void f() {\n  }\n};",
        ),
        ("cpp", "class A;<|>\nnamespace n {\n}\n", None),
        (
            "csharp",
            "class A {\n  [X]\n  int F()\n  {\n    <|>g();\n  }\n}\n",
            "  [X]\n  int F()\n  {\n    g();\n  }",
        ),
        ("csharp", "enum E {\n  A<|>,\n}\n", "enum E {\n  A,\n}"),
        (
            "ruby",
            "class A\n  def f\n    b do\n      <|>c\n    end\n  end\nend\n",
            "  def f\n    b do\n      c\n    end\n  end",
        ),
        ("ruby", "module M\n  X = 1<|>\nend\n", "module M\n  X = 1\nend"),
        (
            "php",
            "<?php\nclass A {\n  function f() {\n    <|>g();\n  }\n}\n",
            "  function f() {\n    g();\n  }",
        ),
        ("php", "<?php\ninterface A {\n<|>\n}\n", "interface A {\n\n}"),
        (
            "kotlin",
            "class A {\n  fun f(): Int {\n    <|>return 1\n  }\n}\n",
            "  fun f(): Int {\n    return 1\n  }",
        ),
        ("kotlin", "object A {\n  val b = 1<|>\n}\n", "object A {\n  val b = 1\n}"),
        (
            "lua",
            "function a.b()\n  if c then\n    <|>d()\n  end\nend\n",
            "function a.b()\n  if c then\n    d()\n  end\nend",
        ),
        ("lua", "local f = function(a)\n  <|>b()\nend\n", "local f = function(a)\n  b()\nend"),
        ("shellscript", "f() {\n  if a; then\n    <|>b\n  fi\n}\n", "f() {\n  if a; then\n    b\n  fi\n}"),
        ("shellscript", "f() {\n  a\n}\n<|>b\n", None),
        ("css", "@media a {\n  .b {\n    c: <|>d;\n  }\n}\n", "  .b {\n    c: d;\n  }"),
        ("css", "@media a {\n<|>\n  .b { }\n}\n", "@media a {\n\n  .b { }\n}"),
        ("html", "<ul>\n  <li>\n    <b>x<|></b>\n  </li>\n</ul>\n", "  <li>\n    <b>x</b>\n  </li>"),
        ("html", "<p><|></p>\n", None),
        ("json", '{\n  "a": {\n    "b": <|>1\n  }\n}\n', '  "a": {\n    "b": 1\n  }'),
        ("jsonc", "{}<|>\n", None),
    ],
)
def test_the_definition_around_a_place(language_id: str, before: str, definition: str | None) -> None:
    check(language_id, before, definition)
