--- Says one sentence to the user, in a way that costs no key: after a message too long for the command line
--- Neovim waits for one.
local M = {}

local namespace = vim.api.nvim_create_namespace('pt_lsp.notice')

---@type integer? what 'cmdheight' was before a sentence needed more
local height_before

--- Gives the command line its height back once somebody goes on.
local function restore_height()
  vim.on_key(nil, namespace)
  vim.schedule(function()
    if height_before then
      vim.o.cmdheight = height_before
      height_before = nil
    end
  end)
end

---@param sentence string
local function make_room(sentence)
  -- The last row's end belongs to 'showcmd' and 'ruler': a text that reaches there waits for a key too.
  local n_taken = vim.o.columns - vim.v.echospace
  local n_rows = math.ceil((vim.fn.strdisplaywidth(sentence) + n_taken) / vim.o.columns)
  if n_rows > vim.o.cmdheight and n_rows < vim.o.lines / 2 then
    height_before = height_before or vim.o.cmdheight
    vim.o.cmdheight = n_rows
    vim.on_key(restore_height, namespace)
  end
end

---@type table<string, true> what is going to be told in this turn
local queued = {}

--- Tells it in a turn of its own: within an autocommand the sentence of an error would end that. What two
--- parts of the plugin say in one turn is told once.
---@param sentence string
---@param level? integer of `vim.log.levels`; an error if left out
function M.tell(sentence, level)
  local line = sentence:gsub('%s*\n%s*', ' ')
  if queued[line] then
    return
  end
  queued[line] = true
  vim.schedule(function()
    queued[line] = nil
    make_room(line)
    -- Below a sentence that is not drawn yet there would be no room.
    vim.cmd.redraw()
    vim.notify(line, level or vim.log.levels.ERROR, { title = 'PowerTokens' })
  end)
end

return M
