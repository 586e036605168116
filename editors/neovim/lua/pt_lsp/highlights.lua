--- Highlight groups, each linked to one that every colour scheme has.
local M = {}

---@class pt_lsp.Highlight
---@field name string
---@field link string
---@field doc string for the help

-- The group for suggested text, which Neovim 0.11 does not have.
local SUGGESTED = vim.fn.hlexists('ComplHint') == 1 and 'ComplHint' or 'NonText'

---@type pt_lsp.Highlight[]
M.ALL = {
  { name = 'PtLspAsked', link = 'Visual', doc = 'What is meant while an instruction is typed.' },
  { name = 'PtLspRunning', link = 'CursorLine', doc = 'Lines into which an edit streams.' },
  { name = 'PtLspNew', link = 'DiffAdd', doc = 'Lines that a pending edit has put in.' },
  { name = 'PtLspNewWord', link = 'DiffText', doc = 'What is new within a line of them.' },
  { name = 'PtLspRemoved', link = 'DiffDelete', doc = 'Lines that it has taken out, shown above.' },
  {
    name = 'PtLspRemovedWord',
    link = 'DiffText',
    doc = 'What is not in the new line any more, within a line of them.',
  },
  { name = 'PtLspRunningSign', link = 'Changed', doc = 'Sign of the line on which an edit writes.' },
  { name = 'PtLspNewSign', link = 'Added', doc = 'Sign of lines that a pending edit has put in.' },
  { name = 'PtLspChangedSign', link = 'Changed', doc = 'Sign of lines that it has put in for others.' },
  { name = 'PtLspRemovedSign', link = 'Removed', doc = 'Sign where it has only taken lines out.' },
  {
    name = 'PtLspStoppedSign',
    link = 'DiagnosticSignWarn',
    doc = 'Sign of all lines of an edit that was stopped.',
  },
  { name = 'PtLspStopped', link = 'DiagnosticWarn', doc = 'What can be done with an edit that was stopped.' },
  { name = 'PtLspGhostText', link = SUGGESTED, doc = 'Ghost text.' },
  { name = 'PtLspHint', link = 'LspCodeLens', doc = 'What can be done with an edit, after its first line.' },
}

--- Defines what the user's colour scheme does not; to be called again after it has changed.
function M.define()
  for _, highlight in ipairs(M.ALL) do
    vim.api.nvim_set_hl(0, highlight.name, { link = highlight.link, default = true })
  end
end

return M
