--- What is about ghost text.
local SCOPES = { 'buffer', 'filetype' }

---@param action 'enable'|'disable'|'toggle'
---@param title string
---@param doc string
---@param fits fun(here: pt_lsp.Here): boolean
---@return pt_lsp.Subcommand
local function switch(action, title, doc, fits)
  return {
    name = action,
    title = title,
    doc = doc,
    takes = '[buffer|filetype]',
    choices = SCOPES,
    fits = fits,
    run = function(words)
      require('pt_lsp.completion.switching').switch(action, words)
    end,
  }
end

---@param here pt_lsp.Here
---@return boolean
local function is_on(here)
  return require('pt_lsp.completion.permission').is_on('buffer', here.bufnr)
end

---@type pt_lsp.Subcommand[]
return {
  {
    name = 'why',
    title = 'Why No Completion?',
    doc = 'Why there was no completion.',
    needs = 'ptLsp.whyNoCompletion',
    run = function()
      require('pt_lsp.asking.reports').why()
    end,
  },
  {
    name = 'snooze',
    title = 'Snooze',
    doc = 'No ghost text comes by itself for so many minutes, 5 if not told; 0 ends that.',
    takes = '[minutes]',
    choices = { '5', '30', '60', '0' },
    run = function(words)
      require('pt_lsp.completion.switching').snooze(words)
    end,
  },
  switch('enable', 'Turn Ghost Text On', 'Ghost text comes by itself, there or everywhere.', function(here)
    return not is_on(here)
  end),
  switch('disable', 'Turn Ghost Text Off', 'It does not: nothing is asked for, nothing costs.', is_on),
  switch('toggle', 'Toggle Ghost Text', 'The one or the other.', function()
    -- The menu has the one that does something.
    return false
  end),
}
