--- The hunk at the cursor as a text object, for operators and in Visual mode.
local pending = require('pt_lsp.review.pending')
local tell = require('pt_lsp.notice').tell

local M = {}

--- Has a waiting operator do nothing: Neovim drops it after an error, and this one says nothing. It is to be
--- the last that is done, since calls of functions make Neovim forget it.
local function drop_operator()
  if vim.api.nvim_get_mode().mode:match('^no') then
    vim.api.nvim_echo({ { '' } }, false, { err = true })
  end
end

--- Selects whole lines: those that the hunk has put in.
function M.select()
  local row = vim.api.nvim_win_get_cursor(0)[1] - 1
  local found = pending.touched(vim.api.nvim_get_current_buf(), row, row)
  local with_lines = vim.iter(found):find(function(placed)
    return placed.first < placed.last
  end)
  if not with_lines then
    local sentence = #found > 0 and 'This hunk only takes lines away: there is nothing to select.'
      or pending.NONE_HERE
    tell(sentence, vim.log.levels.WARN)
    drop_operator()
    return
  end
  if vim.api.nvim_get_mode().mode:match('^[vV\22]') then
    vim.cmd('normal! \27')
  end
  vim.cmd(('keepjumps normal! %dGV%dG'):format(with_lines.first + 1, with_lines.last))
end

return M
