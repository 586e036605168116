--- Says one sentence to the user, in a way that costs no key: after a message too long for the command line
--- Neovim waits for one.
local M = {}

local namespace = vim.api.nvim_create_namespace('pt_lsp.notice')

local MORE = ' ...'

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

--- The last row's end belongs to 'showcmd' and 'ruler': a text that reaches there waits for a key too.
---@return integer n_columns
local function n_taken()
  return vim.o.columns - vim.v.echospace
end

---@param sentence string
local function make_room(sentence)
  local n_rows = math.ceil((vim.fn.strdisplaywidth(sentence) + n_taken()) / vim.o.columns)
  if n_rows > vim.o.cmdheight then
    height_before = height_before or vim.o.cmdheight
    vim.o.cmdheight = n_rows
    vim.on_key(restore_height, namespace)
  end
end

---@type table<string, true> what is going to be told in this turn
local queued = {}

--- The sentence, or as much of its beginning as there may be room for.
---@param sentence string
---@return string
local function shortened(sentence)
  local n_rows = math.max(1, math.ceil(vim.o.lines / 2) - 1)
  local n_columns = n_rows * vim.o.columns - n_taken()
  if vim.fn.strdisplaywidth(sentence) <= n_columns then
    return sentence
  end
  return vim.fn.printf('%.' .. math.max(0, n_columns - #MORE) .. 'S', sentence) .. MORE
end

--- Tells it in a turn of its own: within an autocommand the sentence of an error would end that. What two
--- parts of the plugin say in one turn is told once.
---@param sentence string
---@param level? integer of `vim.log.levels`; an error if left out
function M.tell(sentence, level)
  local line = sentence:gsub('%s*[\n%z]%s*', ' ')
  if queued[line] then
    return
  end
  queued[line] = true
  vim.schedule(function()
    queued[line] = nil
    line = shortened(line)
    make_room(line)
    -- Below a sentence that is not drawn yet there would be no room.
    vim.cmd.redraw()
    vim.notify(line, level or vim.log.levels.ERROR, { title = 'PowerTokens' })
  end)
end

return M
