--- What asks the model: the server's actions, each a subcommand.

---@return table
local function asking()
  return require('pt_lsp.asking')
end

--- Those that are more than a command for a range.
---@type table<string, fun(words: string, options: pt_lsp.Options.Lines)>
local RUN = {
  edit = function(words, options)
    asking().edit(words, options)
  end,
  generate = function(words, options)
    asking().generate(words, options)
  end,
}

--- What there is to know beside what an action does.
---@type table<string, string>
local MORE = {
  edit = ' Asks if not told.',
  generate = ' Asks if not told.',
  explain = ' The window takes no focus, and closing it stops it. '
    .. 'In it `q` closes it, and `<CR>` goes where a link leads.',
}

---@type table<string, fun(here: pt_lsp.Here): boolean>
local FITS = {
  fix = function(here)
    return #vim.diagnostic.get(here.bufnr) > 0
  end,
}

---@param recipe pt_lsp.Recipe
---@return pt_lsp.Subcommand
local function subcommand(recipe)
  local name, command = recipe.name, recipe.command
  return {
    name = name,
    title = recipe.title,
    doc = recipe.does .. (MORE[name] or ''),
    needs = command,
    takes = recipe.takes == 'words' and '[instruction]' or nil,
    has_range = name ~= 'generate',
    is_offered = recipe.offer ~= 'in menus' and not FITS[name],
    fits = FITS[name],
    run = RUN[name] or function(_, options)
      asking().act(recipe, options)
    end,
  }
end

---@type pt_lsp.Subcommand
local OWN = {
  name = 'action',
  title = 'Own Action...',
  doc = 'Runs an action of your own (`actions.own`); it is to be chosen where none is named.',
  needs = 'ptLsp.action',
  takes = '[id]',
  is_offered = true,
  has_range = true,
  run = function(id, options)
    asking().own(id, options)
  end,
}

return vim.list_extend(vim.tbl_map(subcommand, require('pt_lsp.command.recipes')), { OWN })
