--- `User` autocommands that tell of what happens here.
local M = {}

---@class pt_lsp.Event
---@field name string
---@field doc string for the help

---@type pt_lsp.Event[]
M.ALL = {
  {
    name = 'PtLspEdit',
    doc = 'An edit is new, has grown, or has changed its state. '
      .. '`data` has `editId`, `title`, `state`, `range`, `hunks`, `warning`, `uri` and `bufnr`.',
  },
  {
    name = 'PtLspCompletion',
    doc = 'Ghost text was shown, accepted or dismissed. '
      .. '`data` has `kind` (`shown`, `accepted`, `dismissed`), `bufnr`, `text`, '
      .. 'and `part` (`word`, `line`, `character`) where only that was accepted.',
  },
  { name = 'PtLspStatus', doc = "The server's state has changed. `data` has `state` and `message`." },
}

---@param name string
---@param data table
function M.fire(name, data)
  vim.api.nvim_exec_autocmds('User', { pattern = name, modeline = false, data = data })
end

return M
