--- What decides edits, and stops them.

--- Whether an edit in one of these states is meant here.
---@param states table<pt_lsp.EditState, boolean>
---@return fun(here: pt_lsp.Here): boolean
local function is_meant(states)
  return function(here)
    return require('pt_lsp.editing.edits').meant(here.bufnr, here.row, states) ~= nil
  end
end

local is_decidable = is_meant({ pending = true, stopped = true })

---@type pt_lsp.Subcommand[]
return {
  {
    name = 'accept',
    title = 'Accept Edit',
    doc = 'Keeps the edit at the cursor, or the only one in the buffer; `hunk`: only the hunk at the cursor.',
    needs = 'ptLsp.acceptEdit',
    takes = '[hunk]',
    choices = { 'hunk' },
    fits = is_decidable,
    run = function(words)
      require('pt_lsp.review').accept({ hunk = words == 'hunk' })
    end,
  },
  {
    name = 'reject',
    title = 'Reject Edit',
    doc = 'Takes it back. What you typed stays.',
    needs = 'ptLsp.rejectEdit',
    takes = '[hunk]',
    choices = { 'hunk' },
    fits = is_decidable,
    run = function(words)
      require('pt_lsp.review').reject({ hunk = words == 'hunk' })
    end,
  },
  {
    name = 'retry',
    title = 'Ask Again',
    doc = 'Takes it back and asks again, with a further instruction.',
    needs = 'ptLsp.retryEdit',
    takes = '[instruction]',
    fits = is_meant({ pending = true, stopped = true, cancelled = true, undone = true }),
    run = function(words)
      require('pt_lsp.review').retry(words ~= '' and words or nil)
    end,
  },
  {
    name = 'cancel',
    title = 'Cancel',
    doc = 'Stops everything that runs, and takes back what had come of it.',
    needs = 'ptLsp.cancel',
    fits = function()
      return require('pt_lsp.server.status').now() == 'working'
    end,
    run = function()
      require('pt_lsp.review').cancel()
    end,
  },
}
