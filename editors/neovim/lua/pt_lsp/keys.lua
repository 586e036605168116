--- The `<Plug>` maps. No key is mapped by default; each row has one that may be.
local M = {}

---@class pt_lsp.Key
---@field plug string what follows `PtLsp` in the name: `Accept` is `<Plug>(PtLspAccept)`
---@field modes string[]
---@field doc string for the help, a sentence
---@field suggested string the key that the help suggests
---@field completion? string the function of `pt_lsp.completion` that it calls, where it is about ghost text
---@field run? fun() what it does else

---@param name string of a function of `pt_lsp.review`
---@param options? table
---@return fun()
local function review(name, options)
  return function()
    require('pt_lsp.review')[name](options)
  end
end

---@param name string of a function of `pt_lsp.asking`
---@return fun()
local function ask(name)
  return function()
    require('pt_lsp.asking')[name]()
  end
end

---@param module string of `pt_lsp.asking`
---@param name string of a function of it
---@return fun()
local function about_changes(module, name)
  return function()
    require('pt_lsp.asking.' .. module)[name]()
  end
end

---@param plug string
---@param suggested string
---@param completion string
---@param doc string
---@return pt_lsp.Key
local function ghost(plug, suggested, completion, doc)
  return { plug = plug, modes = { 'i' }, suggested = suggested, completion = completion, doc = doc }
end

---@param plug string
---@param modes string[]
---@param suggested string
---@param run fun()
---@param doc string
---@return pt_lsp.Key
local function key(plug, modes, suggested, run, doc)
  return { plug = plug, modes = modes, suggested = suggested, run = run, doc = doc }
end

---@type pt_lsp.Key[]
M.ALL = {
  ghost('Accept', '<Tab>', 'accept', 'Accepts the ghost text.'),
  ghost('AcceptWord', '<C-Right>', 'accept_word', 'Accepts its next word.'),
  ghost('AcceptLine', '<C-l>', 'accept_line', 'Accepts it to the end of the line.'),
  ghost('AcceptTo', '<C-z>', 'accept_to', 'Accepts it up to a character, which you type next.'),
  ghost('Dismiss', '<C-]>', 'dismiss', 'Hides it; it is not offered again at that place.'),
  ghost('Next', '<M-n>', 'next', 'Shows another one; asks for it if there is none yet.'),
  ghost('Previous', '<M-p>', 'previous', 'Shows the one before.'),
  ghost('Trigger', '<M-Bslash>', 'trigger', 'Asks for ghost text now, also where it is off.'),
  key('Edit', { 'n', 'x' }, '<Leader>pe', ask('edit'), 'Rewrites as instructed; asks for the instruction.'),
  key('Generate', { 'n' }, '<Leader>pg', ask('generate'), 'Puts new text at the cursor; asks what.'),
  key('Explain', { 'n', 'x' }, '<Leader>px', ask('explain'), 'Explains in a window beside the code.'),
  key(
    'Review',
    { 'n', 'x' },
    '<Leader>pv',
    about_changes('findings', 'review'),
    'Looks for mistakes in the buffer or the selection.'
  ),
  key(
    'ReviewChanges',
    { 'n' },
    '<Leader>pc',
    about_changes('findings', 'review_changes'),
    'Looks for them in what has changed.'
  ),
  key('ClearReview', { 'n' }, '<Leader>pV', about_changes('findings', 'clear'), 'Takes away what it found.'),
  key(
    'CommitMessage',
    { 'n' },
    '<Leader>pm',
    about_changes('commit_message', 'write'),
    'Writes a commit message.'
  ),
  key('AcceptEdit', { 'n' }, '<Leader>pA', review('accept'), 'Keeps the edit at the cursor.'),
  key('RejectEdit', { 'n' }, '<Leader>pR', review('reject'), 'Takes it back; what you typed stays.'),
  key(
    'AcceptHunk',
    { 'n' },
    '<Leader>pa',
    review('accept', { hunk = true }),
    'Keeps the hunk at the cursor.'
  ),
  key('RejectHunk', { 'n' }, '<Leader>pr', review('reject', { hunk = true }), 'Takes that hunk back.'),
  key('NextHunk', { 'n' }, ']h', review('next_hunk'), 'Goes to the next hunk of an edit; takes a count.'),
  key('PreviousHunk', { 'n' }, '[h', review('previous_hunk'), 'Goes to the hunk before; takes a count.'),
  key('Hunk', { 'o', 'x' }, 'ih', review('select_hunk'), 'The lines of a hunk, as a text object.'),
}

--- What a completion function is for, if there is one with that name.
---@param completion string
---@return pt_lsp.Key?
function M.of_completion(completion)
  return vim.iter(M.ALL):find(function(row)
    return row.completion == completion
  end)
end

---@param row pt_lsp.Key
---@param name string
---@return fun()
local function about_ghost_text(row, name)
  return function()
    if not require('pt_lsp.completion')[row.completion]() then
      require('pt_lsp.completion.fallback').type_key_of(name)
    end
  end
end

--- Makes the `<Plug>` maps; what they do is loaded with their first use.
function M.define()
  for _, row in ipairs(M.ALL) do
    local name = ('<Plug>(PtLsp%s)'):format(row.plug)
    vim.keymap.set(row.modes, name, row.run or about_ghost_text(row, name), { desc = row.doc })
  end
end

return M
