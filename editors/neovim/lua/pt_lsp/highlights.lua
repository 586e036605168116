--- Highlight groups, each linked to one that every colour scheme has.
local M = {}

---@class pt_lsp.Highlight
---@field name string
---@field link string
---@field doc string for the help

---@type pt_lsp.Highlight[]
M.ALL = {
  { name = 'PtLspAsked', link = 'Visual', doc = 'What is meant while an instruction is typed.' },
  { name = 'PtLspRunning', link = 'CursorLine', doc = 'Lines into which an edit streams.' },
  { name = 'PtLspNew', link = 'DiffAdd', doc = 'Lines that a pending edit has put in.' },
  { name = 'PtLspHint', link = 'LspCodeLens', doc = 'What can be done with an edit, after its first line.' },
}

--- Defines what the user's colour scheme does not; to be called again after it has changed.
function M.define()
  for _, highlight in ipairs(M.ALL) do
    vim.api.nvim_set_hl(0, highlight.name, { link = highlight.link, default = true })
  end
end

return M
