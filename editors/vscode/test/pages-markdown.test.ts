import assert from "node:assert/strict";
import { test } from "node:test";
import { type Place, placeOf, placesIn, webAddress } from "../src/pages/links.ts";
import { render } from "../src/pages/markdown.ts";
import { pageHtml } from "../src/pages/page-html.ts";

function shown(markdown: string, isKnown: (place: Place) => boolean = () => true): string {
  return render(markdown, isKnown).blocks.join("\n");
}

/** The tags of a page, and all that it could fetch or run. */
const ALLOWED =
  /^<(?:\/?(?:p|h[2-6]|ul|ol|li|em|strong|del|code|pre|blockquote|table|thead|tbody|tr|th|td|div|a)|br|hr)(?: (?:id="at-[^"<>]*"|tabindex="0"|class="table"|start="\d+"|href="(?:#|#at-[^"<>]*|https?:\/\/[^"<>\s]*)"|title="https?:\/\/[^"<>]*"|data-path="[^"<>]*"|data-line="\d+"))*>$/;

function assertHarmless(markdown: string): void {
  for (const [tag] of shown(markdown).matchAll(/<[^>]*>?/g)) {
    assert.match(tag, ALLOWED, `from ${JSON.stringify(markdown)}`);
  }
}

const HOSTILE = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  '<a href="javascript:alert(1)" onclick=alert(1)>x</a>',
  "<pre>\n[a](javascript:alert(1)) &lt;b&gt; <b>\n</pre>",
  "<kbd>*<b onclick=x>*</kbd>",
  '<meta http-equiv="refresh" content="0;url=https://e.org">',
  '<svg><image href="https://e.org/a.png"/><script>1</script></svg>',
  '<style>@import "https://e.org/a.css"</style><link rel=stylesheet href=https://e.org>',
  "<iframe srcdoc='<script>1</script>'></iframe><base href=https://e.org><form action=https://e.org>",
  "<!-- --><![CDATA[<b>]]><?php ?><!DOCTYPE x>",
  "![a](https://e.org/a.png) ![b](data:image/png;base64,AAAA) ![c](//e.org/c) ![d][e]\n\n[e]: https://e.org/d.png",
  '![a" onerror="alert(1)](x" onerror="alert(1))',
  "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](java\tscript:alert(1)) [d](<java\nscript:x>)",
  "[a](javascript&#58;alert(1)) [b](&#x6a;avascript:alert(1)) [c](javascript&colon;alert(1)) [d](%6aavascript:x)",
  "[a](data:text/html,<script>1</script>) [b](vbscript:x) [c](command:workbench.action.quit) [d](vscode://x/y)",
  "[a](file:///etc/passwd) [b](/etc/passwd) [c](../../etc/passwd) [d](~/.ssh/id_rsa) [e](C:\\x) [f](\\\\host\\x)",
  "[a][b]\n\n[b]: javascript:alert(1) 'x'",
  '[a](https://e.org/"onmouseover="alert(1)) [b](https://e.org "t\\" onclick=\\"x")',
  "<javascript:alert(1)> <https://e.org/?a=<b>> <a@b.org>",
  "[[[[x]](javascript:1)](command:x)](https://e.org)",
  "[![x](javascript:1)](javascript:1)",
  "| a <b> | [x](javascript:1) |\n|:-:|--|\n| `<i>` | <u> |",
  '``` "><script>\n</code></pre><script>alert(1)</script>\n```',
  "    </code></pre><script>",
  '# <b id="x"> "quoted" \'a\'',
  "- [ ] <input> \n- [x] <input autofocus onfocus=x>",
  "&lt;script&gt; &#60;script&#62; &amp;lt;script&amp;gt; \\<script\\> \\&lt;",
  '`<b>` ``"`<i>`"``',
  "src/a.py:12 src/<b>.py:3 line 3",
];

test("nothing of a hostile answer is a tag, an address or a handler", () => {
  for (const markdown of HOSTILE) {
    assertHarmless(markdown);
    assertHarmless(`> - ${markdown.replaceAll("\n", "\n>   ")}`);
  }
});

test("nothing of pieces put together at random is, either", () => {
  const pieces = [
    ...HOSTILE.flatMap((each) => each.split(/(?=[<[\]()&`"\n!])/)),
    "\n\n",
    "> ",
    "- ",
    "*",
    "_",
    "|",
  ];
  let seed = 7;
  const next = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return pieces[seed % pieces.length];
  };
  for (let round = 0; round < 3000; round += 1) {
    assertHarmless(Array.from({ length: 14 }, next).join(""));
  }
});

test("Markdown is rendered, below the page's own title", () => {
  assert.equal(
    shown("# Add\n\nIt **adds** `a` to *b*.\n\n1. one\n2. two\n"),
    '<h2 id="at-add">Add</h2>\n<p>It <strong>adds</strong> <code>a</code> to <em>b</em>.</p>\n\n' +
      "<ol>\n<li>one</li>\n<li>two</li>\n</ol>\n",
  );
  assert.equal(
    shown("```py\nif a < b:\n    x\n```"),
    '<pre tabindex="0"><code>if a &lt; b:\n    x\n</code></pre>',
  );
  assert.match(shown("|a|b|\n|-|-|\n|1|2|"), /<th>a<\/th><th>b<\/th>.*<td>1<\/td><td>2<\/td>/);
  assert.match(shown("- [x] done"), /☑ done/);
});

test("HTML and images are told as text", () => {
  assert.equal(shown("a <b>c</b> d"), "<p>a &lt;b&gt;c&lt;/b&gt; d</p>\n");
  assert.equal(shown("![a plan](https://e.org:81/x.png)"), "<p>a plan (an image at e.org:81)</p>\n");
  assert.equal(shown("![](data:image/png,x)"), "<p>(an image)</p>\n");
});

test("links lead to the web, to headings, and to places that are there", () => {
  assert.match(shown("[a](https://e.org/?a=1&amp;b=2)"), /<a href="https:\/\/e.org\/\?a=1&amp;b=2" title=/);
  assert.match(shown("# The End\n\n[a](#the-end)"), /id="at-the-end".*\n<p><a href="#at-the-end">/);
  const known = ({ path }: Place) => path === "src/a.py";
  assert.match(shown("[a](src/a.py#L12-L14)", known), /data-path="src\/a.py" data-line="12">a<\/a>/);
  assert.match(shown("see `src/a.py:12`.", known), /data-line="12"><code>src\/a.py:12<\/code><\/a>/);
  assert.match(shown("see src/a.py:3, please", known), /see <a [^>]*data-line="3">src\/a.py:3<\/a>, please/);
  assert.doesNotMatch(shown("see src/b.py:3, [b](src/b.py), e.org:80 and line 3", known), /<a/);
  assert.match(
    shown("line 3", ({ path }) => path === ""),
    /<a href="#" data-path="" data-line="3">line 3</,
  );
  assert.equal(shown("[src/a.py:3](https://e.org)", known).match(/<a /g)?.length, 1);
});

test("addresses that VS Code would open otherwise are none", () => {
  for (const address of [
    "javascript:alert(1)",
    "command:x",
    "vscode:x",
    "file:///a",
    "//e.org",
    "https:e.org",
    "https://",
    ` https://e.org`,
    `https://e.org/${"x".repeat(3000)}`,
  ]) {
    assert.equal(webAddress(address), undefined, address);
  }
  assert.equal(webAddress("HTTPS://E.org/ü"), "https://e.org/%C3%BC");
});

test("a place is below its folder, whatever a model writes", () => {
  assert.deepEqual(placeOf("./src/a.py:12:3"), { path: "src/a.py", line: 12 });
  assert.deepEqual(placeOf("a%20b.py#L3"), { path: "a b.py", line: 3 });
  assert.deepEqual(placeOf("README.md"), { path: "README.md" });
  for (const address of [
    "/a",
    "../a",
    "a/../b",
    "a//b",
    "%2e%2e/a",
    "a%2f..%2fb",
    "~/a",
    "c:/a",
    "a\\b",
    "",
    "#L3",
    ".",
  ]) {
    assert.equal(placeOf(address), undefined, address);
  }
  assert.deepEqual(placesIn("in a.py:3 and x/../b.py:4, lines 7-9"), [
    { text: "in " },
    { text: "a.py:3", place: { path: "a.py", line: 3 } },
    { text: " and x/../b.py:4, " },
    { text: "lines 7", place: { path: "", line: 7 } },
    { text: "-9" },
  ]);
});

test("what hides or turns the order of text is shown, however it is written", () => {
  assert.equal(shown("a\u001b[31m\u202eb"), "<p>a\\x1b[31m\\u202eb</p>\n");
  assert.equal(shown("a&#x202e;b &#8238; &rlm;"), "<p>a\\u202eb \\u202e &amp;rlm;</p>\n");
  assert.equal(shown("```\n\u200b\ud800\n```"), '<pre tabindex="0"><code>\\u200b\\ud800\n</code></pre>');
  assert.equal(shown("a 👩\u200d💻 b"), "<p>a 👩\u200d💻 b</p>\n");
});

test("whatever comes is shown within bounds", () => {
  const pieces = [
    "[",
    "*a ",
    "[a](",
    "_a_",
    "**",
    "~~a",
    "> ",
    "- ",
    "1. a\n",
    "|a|\n|-|\n",
    "`",
    "<a ",
    "\\",
    "a/b.c:",
    "  ",
  ];
  for (const piece of pieces) {
    const began = performance.now();
    render(piece.repeat(100_000 / piece.length), () => true);
    assert.ok(performance.now() - began < 5000, piece);
  }
  const { blocks, left } = render("```\n".concat("x = 1\n".repeat(100_000)), () => true);
  assert.equal(blocks.length, 1);
  assert.ok(left > 190_000 && left < 210_000);
});

test("the document of a page allows its own style and script alone", () => {
  const html = pageHtml({ style: "p{}", script: "1;" }, "abc");
  assert.match(
    html,
    /content="default-src 'none'; img-src 'none'; style-src 'nonce-abc'; script-src 'nonce-abc';/,
  );
  assert.equal(html.match(/<script/g)?.length, 1);
  assert.doesNotMatch(html, /\b(?:src|href|on\w+)=/);
});
