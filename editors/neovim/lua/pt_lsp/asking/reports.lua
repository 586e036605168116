--- What the server tells of itself, as pages.
local command_window = require('pt_lsp.command_window')
local page = require('pt_lsp.asking.page')
local server = require('pt_lsp.server')

local M = {}

---@param title string
---@param command string
---@param render fun(result: any): string Markdown
local function show(title, command, render)
  local client = server.find() or server.client(vim.api.nvim_get_current_buf())
  if client then
    server.execute(client, command, vim.empty_dict(), {
      on_result = function(result)
        command_window.once_left(function()
          page.open(title):set(render(result))
        end)
      end,
    })
  end
end

---@class pt_lsp.Reason
---@field time string
---@field uri string
---@field position? lsp.Position
---@field reason string
---@field detail? string

---@param result {reasons: pt_lsp.Reason[]}
---@return string
local function render_reasons(result)
  local lines = { '# Why there was no completion, newest first', '' }
  for _, reason in ipairs(result.reasons) do
    local place = vim.fn.fnamemodify(vim.uri_to_fname(reason.uri), ':~:.')
    local number = vim.tbl_get(reason, 'position', 'line')
    local where = type(number) == 'number' and ('%s:%d'):format(place, number + 1) or place
    local detail = type(reason.detail) == 'string' and reason.detail ~= '' and (': ' .. reason.detail) or ''
    table.insert(lines, ('- %s %s - %s%s'):format(reason.time, where, reason.reason, detail))
  end
  if #result.reasons == 0 then
    table.insert(lines, 'Nothing is remembered: no completion has been asked for, or each was answered.')
  end
  return table.concat(lines, '\n')
end

--- Why there was no completion.
function M.why()
  show('Why no completion', 'ptLsp.whyNoCompletion', render_reasons)
end

--- What was counted on this machine.
function M.stats()
  show('Statistics', 'ptLsp.stats', require('pt_lsp.server.statistics').render)
end

--- Shows a result that is a page; any other is none.
---@param title string
---@param result any
function M.answer(title, result)
  if type(result) == 'table' and type(result.markdown) == 'string' then
    command_window.once_left(function()
      page.open((title:gsub('^PowerTokens: ', ''))):set(result.markdown)
    end)
  end
end

--- What was last sent to a model.
function M.prompt()
  show('What was sent', 'ptLsp.showPrompt', function(result)
    return result.markdown
  end)
end

return M
