--- Asks the user for an instruction. What was asked before is in Neovim's own history of inputs (|history|),
--- kept as long as the user has chosen; what was typed and left is remembered here, until Neovim ends.
local M = {}

---@type table<string, string> verb to what was typed when its input was left
local left = {}

--- Tells what is typed into Neovim's own input; one that a plugin draws keeps it to itself.
---@param verb string
---@return fun(): string? typed nil if nothing was
local function watch(verb)
  local typed
  local group = vim.api.nvim_create_augroup('pt_lsp.instruction.' .. verb, {})
  vim.api.nvim_create_autocmd('CmdlineChanged', {
    group = group,
    pattern = '@',
    callback = function()
      typed = vim.fn.getcmdline()
    end,
  })
  return function()
    vim.api.nvim_create_augroup('pt_lsp.instruction.' .. verb, {})
    return typed
  end
end

--- Calls back once, with the words or with nil where the user has left the input.
---@param verb string such as `Rewrite`
---@param scope string such as `lines 4-6`
---@param on_words fun(words: string?)
function M.ask(verb, scope, on_words)
  local typed = watch(verb)
  vim.cmd.redraw()
  vim.ui.input({ prompt = ('%s %s: '):format(verb, scope), default = left[verb] }, function(words)
    local so_far = typed()
    if words == nil then
      left[verb] = so_far or left[verb]
    else
      left[verb] = nil
    end
    on_words(words ~= '' and words or nil)
  end)
end

return M
