--- What `:Pt` can be told, in the order of its menu.
local asking = require('pt_lsp.asking')
local server = require('pt_lsp.server')

---@alias pt_lsp.Options.Lines {lines?: {[1]: integer, [2]: integer}}

---@param title string
---@param command string
---@param render fun(result: any): string Markdown
local function show(title, command, render)
  local page = require('pt_lsp.asking.page')
  local client = server.client(vim.api.nvim_get_current_buf())
  if client then
    server.execute(client, command, vim.empty_dict(), {
      on_result = function(result)
        page.open(title):set(render(result))
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

---@class pt_lsp.Subcommand
---@field name string
---@field title string for the menu
---@field doc string for the help, a sentence
---@field needs string? the server's command, without which this one is not offered
---@field takes string? what may follow it, for the help, such as `[instruction]`
---@field choices string[]? words that may follow it, for completion
---@field has_range boolean? whether it works on lines
---@field run fun(words: string, options: pt_lsp.Options.Lines)

--- One that works on a definition or on lines and needs no words.
---@param name string
---@param title string
---@param doc string
---@return pt_lsp.Subcommand
local function on_region(name, title, doc)
  local command = 'ptLsp.' .. name
  return {
    name = name,
    title = title,
    doc = doc,
    needs = command,
    has_range = true,
    run = function(_, options)
      local place = asking.place_to_edit(options)
      if place then
        server.execute(place.client, command, place.argument, { bufnr = place.bufnr })
      end
    end,
  }
end

---@type pt_lsp.Subcommand[]
return {
  {
    name = 'edit',
    title = 'Rewrite ...',
    doc = 'Rewrites as instructed; asks if not told.',
    needs = 'ptLsp.edit',
    takes = '[instruction]',
    has_range = true,
    run = asking.edit,
  },
  {
    name = 'generate',
    title = 'Generate here ...',
    doc = 'Puts new text at the cursor.',
    needs = 'ptLsp.generate',
    takes = '[instruction]',
    run = asking.generate,
  },
  {
    name = 'fix',
    title = 'Fix',
    doc = 'Fixes the problems reported there.',
    needs = 'ptLsp.fix',
    has_range = true,
    run = function(_, options)
      asking.fix(options)
    end,
  },
  on_region('document', 'Document', 'Writes documentation.'),
  on_region('implement', 'Implement', 'Writes what is missing.'),
  {
    name = 'explain',
    title = 'Explain',
    doc = 'Explains in a window beside the code, which takes no focus. Closing it stops it.',
    needs = 'ptLsp.explain',
    has_range = true,
    run = function(_, options)
      asking.explain(options)
    end,
  },
  {
    name = 'accept',
    title = 'Accept the edit',
    doc = 'Keeps the edit at the cursor, or the only one in the buffer; `hunk`: only the hunk at the cursor.',
    needs = 'ptLsp.acceptEdit',
    takes = '[hunk]',
    choices = { 'hunk' },
    run = function(words)
      require('pt_lsp.review').accept({ hunk = words == 'hunk' })
    end,
  },
  {
    name = 'reject',
    title = 'Reject the edit',
    doc = 'Takes it back. What you typed stays.',
    needs = 'ptLsp.rejectEdit',
    takes = '[hunk]',
    choices = { 'hunk' },
    run = function(words)
      require('pt_lsp.review').reject({ hunk = words == 'hunk' })
    end,
  },
  {
    name = 'retry',
    title = 'Ask again ...',
    doc = 'Takes it back and asks again, with a further instruction.',
    needs = 'ptLsp.retryEdit',
    takes = '[instruction]',
    run = function(words)
      require('pt_lsp.review').retry(words ~= '' and words or nil)
    end,
  },
  {
    name = 'cancel',
    title = 'Cancel what runs',
    doc = 'Stops everything that runs, and takes back what had come of it.',
    needs = 'ptLsp.cancel',
    run = function()
      require('pt_lsp.review').cancel()
    end,
  },
  {
    name = 'status',
    title = 'Status',
    doc = 'How the server is.',
    needs = 'ptLsp.status',
    run = function()
      require('pt_lsp.server.status').show()
    end,
  },
  {
    name = 'why',
    title = 'Why no completion?',
    doc = 'Why there was no completion.',
    needs = 'ptLsp.whyNoCompletion',
    run = function()
      show('Why no completion', 'ptLsp.whyNoCompletion', render_reasons)
    end,
  },
  {
    name = 'prompt',
    title = 'Show what was sent',
    doc = 'What was last sent to the model.',
    needs = 'ptLsp.showPrompt',
    run = function()
      show('What was sent', 'ptLsp.showPrompt', function(result)
        return result.markdown
      end)
    end,
  },
}
