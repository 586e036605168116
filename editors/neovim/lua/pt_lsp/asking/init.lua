--- Turns what the user points at into the arguments of commands that ask the model.
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell

local M = {}

---@param client vim.lsp.Client
---@param bufnr integer
---@param first integer one-based
---@param last integer one-based
---@return lsp.Range range of whole lines, without the last line's end
local function lines_range(client, bufnr, first, last)
  local text = vim.api.nvim_buf_get_lines(bufnr, last - 1, last, false)[1] or ''
  return {
    start = { line = first - 1, character = 0 },
    ['end'] = { line = last - 1, character = vim.str_utfindex(text, client.offset_encoding, #text) },
  }
end

---@class pt_lsp.Place
---@field client vim.lsp.Client
---@field bufnr integer
---@field argument {textDocument: lsp.TextDocumentIdentifier, range: lsp.Range}

--- What the user points at: the given range or lines, else the selection, else the cursor.
---@param options? {bufnr?: integer, range?: lsp.Range, lines?: {[1]: integer, [2]: integer}}
---@return pt_lsp.Place?
function M.place(options)
  options = options or {}
  local bufnr = options.bufnr or vim.api.nvim_get_current_buf()
  local client = server.client(bufnr)
  if not client then
    return nil
  end
  local lines = options.lines
  if not lines and vim.api.nvim_get_mode().mode:match('^[vV\22]') then
    lines = { vim.fn.line('v'), vim.fn.line('.') }
    table.sort(lines)
  end
  local range = options.range
    or (lines and lines_range(client, bufnr, lines[1], lines[2]))
    or vim.lsp.util.make_range_params(0, client.offset_encoding).range
  local document = { uri = vim.uri_from_bufnr(bufnr) }
  return { client = client, bufnr = bufnr, argument = { textDocument = document, range = range } }
end

--- The same where what is asked for changes the buffer: one that takes no change is told before anybody pays.
---@param options? table
---@return pt_lsp.Place?
function M.place_to_edit(options)
  local place = M.place(options)
  local reason = place and M.unchangeable(place.bufnr)
  if reason then
    tell(reason, vim.log.levels.WARN)
    return nil
  end
  return place
end

--- Why the buffer takes no change, in a sentence; nil where it does.
---@param bufnr integer
---@return string?
function M.unchangeable(bufnr)
  if not vim.bo[bufnr].modifiable then
    return 'This buffer cannot be changed; ":set modifiable" first if it should be.'
  elseif vim.bo[bufnr].readonly then
    return 'This buffer is read-only; ":set noreadonly" first if it should be changed.'
  end
end

---@param instruction string?
---@param prompt string
---@param go fun(instruction: string)
local function with_instruction(instruction, prompt, go)
  if instruction and instruction ~= '' then
    go(instruction)
    return
  end
  vim.ui.input({ prompt = prompt }, function(words)
    if words and words ~= '' then
      go(words)
    end
  end)
end

---@param instruction? string
---@param options? table
function M.edit(instruction, options)
  local place = M.place_to_edit(options)
  if place then
    with_instruction(instruction, 'Rewrite: ', function(words)
      local argument = vim.tbl_extend('force', place.argument, { instruction = words })
      server.execute(place.client, 'ptLsp.edit', argument, { bufnr = place.bufnr })
    end)
  end
end

---@param instruction? string
---@param options? table
function M.generate(instruction, options)
  local place = M.place_to_edit(options)
  if place then
    with_instruction(instruction, 'Generate: ', function(words)
      local argument = {
        textDocument = place.argument.textDocument,
        position = place.argument.range.start,
        instruction = words,
      }
      server.execute(place.client, 'ptLsp.generate', argument, { bufnr = place.bufnr })
    end)
  end
end

--- Has a command of the server change what the user points at.
---@param command string
---@param options? table
function M.change(command, options)
  local place = M.place_to_edit(options)
  if place then
    server.execute(place.client, command, place.argument, { bufnr = place.bufnr })
  end
end

---@param options? table
function M.fix(options)
  local place = M.place_to_edit(options)
  if place then
    local range = place.argument.range
    local near = vim.tbl_filter(function(diagnostic)
      local last = diagnostic.end_lnum or diagnostic.lnum
      return diagnostic.lnum <= range['end'].line and last >= range.start.line
    end, vim.diagnostic.get(place.bufnr))
    local diagnostics = #near > 0 and vim.lsp.diagnostic.from(near) or nil
    local argument = vim.tbl_extend('force', place.argument, { diagnostics = diagnostics })
    server.execute(place.client, 'ptLsp.fix', argument, { bufnr = place.bufnr })
  end
end

---@param options? table
function M.explain(options)
  local place = M.place(options)
  if place then
    require('pt_lsp.asking.explanation').ask(place.bufnr, place.argument)
  end
end

return M
