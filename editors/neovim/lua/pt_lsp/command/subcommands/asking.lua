--- What asks the model.

---@return table
local function asking()
  return require('pt_lsp.asking')
end

--- One that works on a definition or on lines and needs no words.
---@param name string
---@param title string
---@param doc string
---@return pt_lsp.Subcommand
local function on_region(name, title, doc)
  local command = 'ptLsp.' .. name:gsub('_(%l)', string.upper)
  return {
    name = name,
    title = title,
    doc = doc,
    needs = command,
    has_range = true,
    run = function(_, options)
      asking().change(command, options)
    end,
  }
end

---@type pt_lsp.Subcommand[]
return {
  {
    name = 'edit',
    title = 'Rewrite...',
    doc = 'Rewrites as instructed; asks if not told.',
    needs = 'ptLsp.edit',
    takes = '[instruction]',
    has_range = true,
    run = function(words, options)
      asking().edit(words, options)
    end,
  },
  {
    name = 'generate',
    title = 'Generate Here...',
    doc = 'Puts new text at the cursor.',
    needs = 'ptLsp.generate',
    takes = '[instruction]',
    run = function(words, options)
      asking().generate(words, options)
    end,
  },
  {
    name = 'fix',
    title = 'Fix',
    doc = 'Fixes the problems reported there.',
    needs = 'ptLsp.fix',
    has_range = true,
    fits = function(here)
      return #vim.diagnostic.get(here.bufnr) > 0
    end,
    run = function(_, options)
      asking().fix(options)
    end,
  },
  on_region('document', 'Document', 'Writes documentation.'),
  on_region('implement', 'Implement', 'Writes what is missing.'),
  on_region('simplify', 'Simplify', 'Says the same in less code.'),
  on_region('add_types', 'Add Types', 'Adds type annotations.'),
  {
    name = 'explain',
    title = 'Explain',
    doc = 'Explains in a window beside the code, which takes no focus. Closing it stops it. '
      .. 'In it `q` closes it, and `<CR>` goes where a link leads.',
    needs = 'ptLsp.explain',
    has_range = true,
    run = function(_, options)
      asking().explain(options)
    end,
  },
}
