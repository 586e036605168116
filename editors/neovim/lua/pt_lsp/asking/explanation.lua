--- Explanations, which stream into a page beside the code.
local page = require('pt_lsp.asking.page')
local server = require('pt_lsp.server')

local M = {}

---@class pt_lsp.Explanation
---@field token string of its progress
---@field page pt_lsp.Page
---@field client vim.lsp.Client
---@field request_id? integer

---@type pt_lsp.Explanation? the one that is still coming
local current
local n_asked = 0

--- One more piece has come.
---@param token string
---@param delta string
function M.append(token, delta)
  if current and current.token == token then
    current.page:append(delta)
  end
end

--- Stops the one that is still coming: nobody sees any more of it.
local function stop()
  local stopped = current
  current = nil
  if stopped and stopped.request_id then
    stopped.client:cancel_request(stopped.request_id)
  end
end

---@param explanation pt_lsp.Explanation
---@param bufnr integer
---@param command string
---@param argument table
local function send(explanation, bufnr, command, argument)
  ---@param show fun(page: pt_lsp.Page, answer: any)
  local function if_current(show)
    return function(answer)
      if current == explanation then
        show(explanation.page, answer)
      end
    end
  end
  return server.execute(explanation.client, command, argument, {
    bufnr = bufnr,
    token = explanation.token,
    on_result = if_current(function(shown, result)
      shown:set(result.markdown)
      if result.state == 'cancelled' then
        shown:finish('Cancelled.')
      end
    end),
    on_end = if_current(function(shown, failure)
      current = nil
      if failure then
        shown:finish(failure)
      end
    end),
  })
end

--- Asks for an explanation and shows it as it comes. Closing its window stops it; so does asking for another.
---@param client vim.lsp.Client
---@param bufnr integer
---@param argument {textDocument: lsp.TextDocumentIdentifier, range: lsp.Range}
---@param command? string of the server's, `ptLsp.explain` if left out
function M.ask(client, bufnr, argument, command)
  stop()
  n_asked = n_asked + 1
  local source = { client = client, bufnr = bufnr, window = vim.api.nvim_get_current_win() }
  local shown = page.open('Explain', source)
  shown:wait('Asking ...')
  local explanation = { token = 'pt-lsp-explain-' .. n_asked, page = shown, client = client }
  current = explanation
  shown:when_closed(function()
    if current == explanation then
      stop()
    end
  end)
  explanation.request_id = send(explanation, bufnr, command or 'ptLsp.explain', argument)
  if not explanation.request_id then
    current = nil
    shown:finish('It could not be asked for.')
  end
end

return M
