--- What a key does where there is no ghost text: what it did before it was ours.
---
--- A map that is set over another one loses it, and no map can ask which key called it. So ours are set by
--- `map`, which keeps the earlier one under a `<Plug>` of its own: an exact copy with its options, its script
--- and its buffer. Ours only chooses between the two. It is a `<Cmd>`, not an <expr>: a plugin whose map is
--- over ours and falls back to it may well evaluate it, and type what it gives without mapping it.
local M = {}

local OURS = "<Cmd>lua require'pt_lsp.completion.fallback'.press("
local JUMPS = { ['\t'] = 1, [vim.keycode('<S-Tab>')] = -1 }
-- Neovim expands no abbreviation before the end of a word that comes from a map, unless it is told to.
local ENDS_WORDS = { ['\t'] = true, ['\r'] = true, [' '] = true }

---@param raw string
---@return string keys in Neovim's notation, which do what the key does where nothing maps it
local function unmapped(raw)
  local key = vim.fn.keytrans(raw)
  -- In a menu that key would be one more, which closes it.
  return ENDS_WORDS[raw] and vim.fn.pumvisible() == 0 and '<C-]>' .. key or key
end

--- Types a key as if nothing mapped it; only the jumps of snippets, which Neovim maps itself, stay.
---@param key string such as `<Tab>`
local function type_key(key)
  local raw = vim.keycode(key)
  local direction = JUMPS[raw]
  local keys = unmapped(raw)
  if direction and vim.snippet.active({ direction = direction }) then
    keys = ('<Cmd>lua vim.snippet.jump(%d)<CR>'):format(direction)
  end
  vim.api.nvim_feedkeys(vim.keycode(keys), 'in', false)
end

--- Does what somebody wants where there is nothing to accept.
---@param fallback string|fun() a key such as `<Tab>`, or what to call
function M.run(fallback)
  if type(fallback) == 'function' then
    fallback()
  else
    type_key(fallback)
  end
end

---@param list vim.api.keyset.get_keymap[]
---@param raw string
---@return vim.api.keyset.get_keymap?
local function find(list, raw)
  return vim.iter(list):find(function(mapping)
    return mapping.lhsraw == raw or mapping.lhsrawalt == raw
  end)
end

---@param raw string
---@param is_local boolean
---@return vim.api.keyset.get_keymap?
local function mapping_of(raw, is_local)
  local own = is_local and find(vim.api.nvim_buf_get_keymap(0, 'i'), raw)
  return own or find(vim.api.nvim_get_keymap('i'), raw)
end

---@param mapping vim.api.keyset.get_keymap?
---@return boolean
local function is_ours(mapping)
  return mapping ~= nil and vim.startswith(mapping.rhs or '', OURS)
end

--- Neovim does not map a key again that a map's own text begins with. Ours would be called there, for ever.
---@param mapping table changed
---@param raw string
---@param plain string the `<Plug>` of the key that nothing maps
local function break_loop(mapping, raw, plain)
  local function unlooped(keys)
    return vim.startswith(keys, raw) and vim.keycode(plain) .. keys:sub(#raw + 1) or keys
  end
  if mapping.noremap == 1 then
    return
  elseif mapping.expr == 0 then
    mapping.rhs = mapping.rhs and vim.fn.keytrans(unlooped(vim.keycode(mapping.rhs)))
    return
  end
  local callback, expression = mapping.callback, mapping.rhs
  local is_translated = mapping.replace_keycodes == 1
  mapping.replace_keycodes = 0
  mapping.rhs = ''
  mapping.callback = function()
    local keys = callback and callback() or vim.api.nvim_eval(expression)
    keys = type(keys) == 'string' and keys or ''
    return unlooped(is_translated and vim.keycode(keys) or keys)
  end
end

---@param name string
---@param raw string
---@param is_local boolean
local function keep_earlier(name, raw, is_local)
  local plain, before = ('<Plug>(PtLspPlain%s)'):format(name), ('<Plug>(PtLspBefore%s)'):format(name)
  local buffer = is_local or nil
  vim.keymap.set('i', plain, function()
    return unmapped(raw)
  end, { expr = true, buffer = buffer })
  local earlier = mapping_of(raw, is_local)
  if not earlier then
    vim.keymap.set('i', before, plain, { remap = true, buffer = buffer })
    return
  end
  local copy = vim.tbl_extend('force', earlier, {
    lhs = before,
    lhsraw = vim.keycode(before),
    buffer = is_local and 1 or 0,
  })
  copy.lhsrawalt = nil
  break_loop(copy, raw, plain)
  vim.fn.mapset('i', false, copy)
end

--- What our own maps do.
---@param action string a function of `pt_lsp.completion`
---@param name string
function M.press(action, name)
  if not require('pt_lsp.completion')[action]() then
    vim.api.nvim_feedkeys(vim.keycode(('<Plug>(PtLspBefore%s)'):format(name)), 'im', false)
  end
end

--- Gives a key of insert mode to ghost text, and what it did before to all other moments.
---@param key string such as `<Tab>`
---@param action string a function of `pt_lsp.completion`
---@param desc string
---@param bufnr? integer only there
function M.map(key, action, desc, bufnr)
  local raw = vim.keycode(key)
  local is_local = bufnr ~= nil
  local name = vim.fn.keytrans(raw):gsub('%W', function(character)
    return ('%02x'):format(character:byte())
  end)
  vim.api.nvim_buf_call(bufnr or 0, function()
    -- Read anew, a configuration finds our own map; what was there before that is kept already.
    if not is_ours(mapping_of(raw, is_local)) then
      keep_earlier(name, raw, is_local)
    end
    local keys = ("%s'%s','%s')<CR>"):format(OURS, action, name)
    vim.keymap.set('i', key, keys, { silent = true, buffer = bufnr, desc = desc })
  end)
end

--- For a `<Plug>` map of ours that had nothing to do: types the key that calls it. Of several, none is known.
---@param plug string such as `<Plug>(PtLspAccept)`
function M.type_key_of(plug)
  local maps = vim.list_extend(vim.api.nvim_buf_get_keymap(0, 'i'), vim.api.nvim_get_keymap('i'))
  local callers = vim.iter(maps):filter(function(mapping)
    return mapping.rhs == plug
  end)
  local keys = vim.iter(callers):map(function(mapping)
    return mapping.lhs
  end)
  local lhs = keys:totable()
  if #lhs == 1 then
    type_key(lhs[1])
  end
end

return M
