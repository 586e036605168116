--- What `:Pt` can be told, in the order of its menu; one file a concern.
local CONCERNS = { 'review', 'asking', 'changes', 'completion', 'server', 'setup' }

---@class pt_lsp.Subcommand
---@field name string
---@field title string for the menu, as VS Code has it
---@field doc string for the help, a sentence
---@field needs string? the server's command, without which this one is not offered
---@field takes string? what may follow it, for the help, such as `[instruction]`
---@field choices string[]? words that may follow it, for completion
---@field has_range boolean? whether it works on lines
---@field of_changes {word: string, title: string}? the word with which it is about changes, and no buffer
---@field is_offered boolean? whether the server says where it belongs into menus
---@field fits (fun(here: pt_lsp.Here): boolean)? whether the menu has it here; always if left out
---@field run fun(words: string, options: pt_lsp.Options.Lines)

---@class pt_lsp.Here
---@field window integer
---@field bufnr integer
---@field row integer zero-based, of the cursor
---@field lines? {[1]: integer, [2]: integer} that were named or selected
---@field client? vim.lsp.Client that serves the buffer

---@alias pt_lsp.Options.Lines {lines?: {[1]: integer, [2]: integer}}

---@type pt_lsp.Subcommand[]
local all = {}
for _, concern in ipairs(CONCERNS) do
  vim.list_extend(all, require('pt_lsp.command.subcommands.' .. concern))
end
return all
