--- Explanations, which stream into a page beside the code.
local page = require('pt_lsp.asking.page')
local server = require('pt_lsp.server')

local M = {}

---@type table<string, pt_lsp.Page> progress token to the page that it streams into
local streaming = {}
local n_asked = 0

--- One more piece has come.
---@param token string
---@param delta string
function M.append(token, delta)
  if streaming[token] then
    streaming[token]:append(delta)
  end
end

--- Asks for an explanation and shows it as it comes. Closing its window stops it.
---@param bufnr integer
---@param argument {textDocument: lsp.TextDocumentIdentifier, range: lsp.Range}
function M.ask(bufnr, argument)
  local client = server.client(bufnr)
  if not client then
    return
  end
  n_asked = n_asked + 1
  local token = 'pt-lsp-explain-' .. n_asked
  local shown = page.open('Explain')
  -- An older explanation that is still coming has no page any more.
  streaming = { [token] = shown }
  local request_id = server.execute(client, 'ptLsp.explain', argument, {
    bufnr = bufnr,
    token = token,
    on_result = function(result)
      if streaming[token] then
        shown:set(result.markdown)
      end
    end,
    on_end = function(failure)
      if streaming[token] and failure then
        shown:append(('\n\n*%s*'):format(failure))
      end
      streaming[token] = nil
    end,
  })
  if request_id then
    shown:when_closed(function()
      if streaming[token] then
        client:cancel_request(request_id)
      end
    end)
  end
end

return M
