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

---@param here pt_lsp.Here
---@return boolean
local function has_hunk(here)
  return #require('pt_lsp.review.pending').hunks(here.bufnr) > 0
end

--- Carries out a verdict on what the words after its name, or the range, say.
---@param name 'accept'|'reject'
---@return fun(words: string, options: pt_lsp.Options.Lines)
local function decides(name)
  return function(words, options)
    if words ~= '' and words ~= 'hunk' and words ~= 'all' then
      local sentence = ':Pt %s takes "hunk", "all" or nothing, but not "%s".'
      require('pt_lsp.notice').tell(sentence:format(name, vim.fn.strtrans(words)), vim.log.levels.WARN)
      return
    end
    require('pt_lsp.review')[name]({ hunk = words == 'hunk', all = words == 'all', lines = options.lines })
  end
end

---@type pt_lsp.Subcommand[]
return {
  {
    name = 'accept',
    title = 'Accept Edit',
    doc = 'Keeps the edit at the cursor, or the only one in the buffer; with a range the hunks in it. '
      .. '`hunk`: only the hunk at the cursor; `all`: all edits of the buffer.',
    needs = 'ptLsp.acceptEdit',
    takes = '[hunk|all]',
    choices = { 'hunk', 'all' },
    has_range = true,
    fits = is_decidable,
    run = decides('accept'),
  },
  {
    name = 'reject',
    title = 'Reject Edit',
    doc = 'Takes it back, or as much of it as for `accept`. What you typed stays.',
    needs = 'ptLsp.rejectEdit',
    takes = '[hunk|all]',
    choices = { 'hunk', 'all' },
    has_range = true,
    fits = is_decidable,
    run = decides('reject'),
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
    name = 'next',
    title = 'Next Hunk',
    doc = 'Goes to the next hunk of a pending edit, and from the last one to the first.',
    fits = has_hunk,
    run = function()
      require('pt_lsp.review').next_hunk()
    end,
  },
  {
    name = 'previous',
    title = 'Previous Hunk',
    doc = 'Goes to the start of the hunk before the cursor.',
    fits = has_hunk,
    run = function()
      require('pt_lsp.review').previous_hunk()
    end,
  },
  {
    name = 'diff',
    title = 'Show Changes',
    doc = 'Shows beside the buffer what it read before its pending edits, until they are decided. '
      .. 'Once more, or `q` there, closes it.',
    fits = has_hunk,
    run = function()
      require('pt_lsp.review.diff').toggle()
    end,
  },
  {
    name = 'hunks',
    title = 'List Hunks',
    doc = 'Lists the hunks of all pending edits, in all buffers, in the quickfix window.',
    fits = has_hunk,
    run = function()
      require('pt_lsp.review.quickfix').open()
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
