--- Buffers that hold what another buffer read before, and that nobody types in.
local scratch = require('pt_lsp.scratch')

local M = {}

--- Writes only the lines that differ, so that the window stays where it is.
---@param bufnr integer that holds old text
---@param shown string[] what it reads
---@param lines string[] what it is to read
function M.put(bufnr, shown, lines)
  local n_most = math.min(#shown, #lines)
  local n_head, n_tail = 0, 0
  while n_head < n_most and shown[n_head + 1] == lines[n_head + 1] do
    n_head = n_head + 1
  end
  while n_tail < n_most - n_head and shown[#shown - n_tail] == lines[#lines - n_tail] do
    n_tail = n_tail + 1
  end
  if n_head + n_tail < math.max(#shown, #lines) then
    scratch.write(bufnr, function()
      local between = vim.list_slice(lines, n_head + 1, #lines - n_tail)
      vim.api.nvim_buf_set_lines(bufnr, n_head, #shown - n_tail, true, between)
    end)
  end
end

--- A new one, which goes with its window.
---@param bufnr integer whose old text it is to hold
---@param lines string[]
---@return integer
function M.buffer(bufnr, lines)
  local name = vim.fs.basename(vim.api.nvim_buf_get_name(bufnr))
  local old = scratch.create(('before/%d/%s'):format(bufnr, name))
  vim.bo[old].tabstop = vim.bo[bufnr].tabstop
  vim.bo[old].filetype = vim.bo[bufnr].filetype
  scratch.write(old, function()
    vim.api.nvim_buf_set_lines(old, 0, -1, true, lines)
  end)
  return old
end

return M
