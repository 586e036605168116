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
  -- Where the cursor waits after the text there has to be room too.
  local n_rows = math.ceil((vim.fn.strdisplaywidth(sentence) + 1) / vim.o.columns)
  if n_rows > vim.o.cmdheight and n_rows < vim.o.lines / 2 then
    height_before = height_before or vim.o.cmdheight
    vim.o.cmdheight = n_rows
    vim.on_key(restore_height, namespace)
  end
end

---@param sentence string
---@param level? integer of `vim.log.levels`; an error if left out
function M.tell(sentence, level)
  local line = sentence:gsub('%s*\n%s*', ' ')
  make_room(line)
  vim.notify(line, level or vim.log.levels.ERROR, { title = 'PowerTokens' })
end

return M
