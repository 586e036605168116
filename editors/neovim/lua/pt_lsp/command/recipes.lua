--- What one can ask of code.
--- Written by `python -m tests.editors.recipes` from the server's table: change that.

---@class pt_lsp.Recipe
---@field name string the subcommand
---@field command string the server's
---@field title string
---@field does string a sentence for people
---@field offer string where the server offers it
---@field takes string what one says beside the place
---@field output string

---@type pt_lsp.Recipe[]
return {
  {
    name = 'edit',
    command = 'ptLsp.edit',
    title = 'Rewrite...',
    does = 'Rewrites the selection, or the definition around the cursor, as instructed.',
    offer = 'in menus',
    takes = 'words',
    output = 'edit',
  },
  {
    name = 'generate',
    command = 'ptLsp.generate',
    title = 'Generate Here...',
    does = 'Puts new text at the cursor, as instructed.',
    offer = 'in menus',
    takes = 'words',
    output = 'edit',
  },
  {
    name = 'do_comment',
    command = 'ptLsp.doComment',
    title = 'Do What This Comment Says',
    does = 'Does what a comment that begins with `pt:` asks for, and takes the comment out.',
    offer = 'instruction comment',
    takes = 'range',
    output = 'edit',
  },
  {
    name = 'fix',
    command = 'ptLsp.fix',
    title = 'Fix',
    does = 'Fixes the problems that the editor shows there, or what else is wrong.',
    offer = 'problem',
    takes = 'problems',
    output = 'edit',
  },
  {
    name = 'fix_all',
    command = 'ptLsp.fixAll',
    title = 'Fix All',
    does = 'Fixes all problems of one kind in the file.',
    offer = 'problem kind',
    takes = 'problem',
    output = 'edit',
  },
  {
    name = 'document',
    command = 'ptLsp.document',
    title = 'Document',
    does = 'Writes documentation in the convention of the language and the file.',
    offer = 'definition',
    takes = 'range',
    output = 'edit',
  },
  {
    name = 'implement',
    command = 'ptLsp.implement',
    title = 'Implement',
    does = 'Writes what a stub, a signature or a TODO leaves open.',
    offer = 'left open',
    takes = 'range',
    output = 'edit',
  },
  {
    name = 'simplify',
    command = 'ptLsp.simplify',
    title = 'Simplify',
    does = 'Says the same in less and clearer code.',
    offer = 'definition',
    takes = 'range',
    output = 'edit',
  },
  {
    name = 'add_types',
    command = 'ptLsp.addTypes',
    title = 'Add Types',
    does = 'Adds type annotations where there are none.',
    offer = 'types missing',
    takes = 'range',
    output = 'edit',
  },
  {
    name = 'write_tests',
    command = 'ptLsp.writeTests',
    title = 'Write Tests',
    does = 'Writes tests in the file where the project has them, which is created if need be.',
    offer = 'code to test',
    takes = 'range',
    output = 'edit',
  },
  {
    name = 'explain',
    command = 'ptLsp.explain',
    title = 'Explain',
    does = 'Explains the selection, or the definition around the cursor, beside the code.',
    offer = 'code',
    takes = 'range',
    output = 'explain',
  },
  {
    name = 'explain_diagnostic',
    command = 'ptLsp.explainDiagnostic',
    title = 'Explain This Problem',
    does = 'Explains a problem that the editor shows: what it means here, why, and how to mend it.',
    offer = 'problem',
    takes = 'problem',
    output = 'explain',
  },
}
