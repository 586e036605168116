--- Answers `ptLsp/diagnostics`: what is shown of a buffer, whoever reports it; the server sees none of that.
--- What was reported before our own edit is not about the text as it is now: then nothing is known yet.
local positions = require('pt_lsp.positions')
local server = require('pt_lsp.server')

local M = {}

local MOST = 100

---@type table<integer, boolean> buffers of which nothing was reported since our last edit
local is_stale = {}

vim.api.nvim_create_autocmd({ 'DiagnosticChanged', 'BufWipeout' }, {
  group = vim.api.nvim_create_augroup('pt_lsp.problems', {}),
  callback = function(args)
    is_stale[args.buf] = nil
  end,
})

--- An edit of ours has changed the buffer.
---@param bufnr integer
function M.outdate(bufnr)
  is_stale[bufnr] = true
end

--- Neovim's own conversion counts bytes, and takes other servers' diagnostics as they once were.
---@param client vim.lsp.Client
---@param bufnr integer
---@param diagnostic vim.Diagnostic
---@return lsp.Diagnostic
local function converted(client, bufnr, diagnostic)
  local row, column, encoding = diagnostic.lnum, diagnostic.col, client.offset_encoding
  local end_row, end_column = diagnostic.end_lnum or row, diagnostic.end_col or column
  return {
    range = {
      start = positions.to_lsp(bufnr, encoding, row, column),
      ['end'] = positions.to_lsp(bufnr, encoding, end_row, end_column),
    },
    severity = diagnostic.severity,
    message = diagnostic.message,
    source = diagnostic.source,
    code = diagnostic.code,
  }
end

---@param diagnostic vim.Diagnostic
---@param range lsp.Range
---@return boolean
local function is_on_lines_of(diagnostic, range)
  local last = diagnostic.end_lnum or diagnostic.lnum
  return diagnostic.lnum <= range['end'].line and last >= range.start.line
end

---@param one vim.Diagnostic
---@param other vim.Diagnostic
---@return boolean
local function is_graver(one, other)
  return one.severity < other.severity
end

---@param params {textDocument: lsp.TextDocumentIdentifier, range: lsp.Range}
---@param client vim.lsp.Client
---@return {diagnostics: lsp.Diagnostic[]}?
---@return lsp.ResponseError?
function M.answer(params, client)
  local bufnr = server.buffer_of(client, params.textDocument.uri)
  if not bufnr or is_stale[bufnr] then
    local codes = vim.lsp.protocol.ErrorCodes
    return nil, vim.lsp.rpc_response_error(codes.ContentModified, 'Nothing was reported of the new text yet.')
  end
  local found = vim.tbl_filter(function(diagnostic)
    return is_on_lines_of(diagnostic, params.range)
  end, vim.diagnostic.get(bufnr))
  table.sort(found, is_graver)
  local told = vim.tbl_map(function(diagnostic)
    return converted(client, bufnr, diagnostic)
  end, vim.list_slice(found, 1, MOST))
  return { diagnostics = told }
end

--- The gravest problem of a range, else of its lines.
---@param client vim.lsp.Client
---@param bufnr integer
---@param range lsp.Range
---@return lsp.Diagnostic?
function M.first(client, bufnr, range)
  local found = vim.tbl_filter(function(diagnostic)
    return is_on_lines_of(diagnostic, range)
  end, vim.diagnostic.get(bufnr))
  table.sort(found, is_graver)
  return found[1] and converted(client, bufnr, found[1])
end

return M
