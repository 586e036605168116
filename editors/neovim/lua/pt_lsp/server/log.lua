--- Shows the end of Neovim's log of language servers, which holds what our server has written.
local M = {}

function M.open()
  local path = vim.lsp.log.get_filename()
  if vim.fn.filereadable(path) == 0 then
    require('pt_lsp.notice').tell('Nothing is in the log yet.', vim.log.levels.INFO)
    return
  end
  vim.cmd.split({ args = { path }, magic = { file = false, bar = false }, mods = { keepalt = true } })
  vim.bo.readonly = true
  vim.bo.autoread = true
  vim.cmd.normal({ 'G', bang = true })
end

return M
