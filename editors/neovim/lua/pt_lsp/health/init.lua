--- `:checkhealth pt_lsp`: what is there, what is missing, and what a report of a problem needs.
local M = {}

local health = vim.health

local function check_neovim()
  health.start('Neovim')
  if vim.fn.has('nvim-0.11') == 1 then
    health.ok(('Neovim %s: ghost text, edits and explanations work.'):format(vim.version()))
  else
    health.error('pt-lsp needs Neovim 0.11 or newer.', { 'Install a newer Neovim.' })
  end
end

function M.check()
  check_neovim()
  if vim.fn.has('nvim-0.11') == 0 then
    return
  end
  local report = require('pt_lsp.health.report').new()
  require('pt_lsp.health.server').check(report)
  require('pt_lsp.health.doctor').check(report)
  require('pt_lsp.health.keys').check(report)
  require('pt_lsp.health.neighbours').check(report)
  report:show()
end

return M
