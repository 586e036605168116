--- Ghost text: what the server foresees at the cursor, shown there and accepted by keys of the user's.
local accepting = require('pt_lsp.completion.accepting')
local cursor = require('pt_lsp.completion.place')
local dismissed = require('pt_lsp.completion.dismissed')
local answers = require('pt_lsp.completion.answers')
local offer = require('pt_lsp.completion.offer')
local parts = require('pt_lsp.completion.parts')

local M = {}

--- The server serves this buffer from now on.
---@param client vim.lsp.Client
---@param bufnr integer
function M.begin(client, bufnr)
  require('pt_lsp.completion.asking').take_over(client)
  require('pt_lsp.completion.watching').begin(bufnr)
end

---@param bufnr integer
function M.finish(bufnr)
  require('pt_lsp.completion.watching').finish(bufnr)
  dismissed.forget(bufnr)
end

---@return boolean
function M.is_shown()
  return offer.shown() ~= nil
end

--- Accepts all of it.
---@param fallback? string|fun() what to do where there is none: a key such as `<Tab>`, or what to call
---@return boolean is_accepted false where no ghost text is shown
function M.accept(fallback)
  local is_accepted = accepting.take(nil, function(text)
    return #text
  end)
  if not is_accepted and fallback then
    require('pt_lsp.completion.fallback').run(fallback)
  end
  return is_accepted
end

--- Accepts its next word, with blanks before it. The rest stays.
---@return boolean is_accepted
function M.accept_word()
  return accepting.take('word', parts.word)
end

--- Accepts it up to its line's end; from there, one more line.
---@return boolean is_accepted
function M.accept_line()
  return accepting.take('line', parts.line)
end

--- Accepts it up to a character and with it; asks for the character if none is given. A key that is none in
--- it, such as <Esc>, leaves all as it is.
---@param character? string
---@return boolean is_done accepted or asked for
function M.accept_to(character)
  if not M.is_shown() then
    return false
  elseif character then
    return accepting.take('character', function(text)
      return parts.through(text, character)
    end)
  end
  -- CTRL-C is an error there.
  local is_typed, typed = pcall(vim.fn.getcharstr)
  if is_typed then
    M.accept_to(typed)
  end
  return true
end

--- Takes it from the screen. Nothing is offered there again until the text before the cursor is another one.
---@return boolean is_dismissed
function M.dismiss()
  local place, rest = offer.shown()
  if not place or not rest then
    return false
  end
  dismissed.add(place)
  offer.drop()
  offer.tell('dismissed', place.bufnr, rest.text)
  return true
end

--- Shows another one, which the model is asked for at the first time.
---@return boolean is_done
function M.next()
  return answers.go(1)
end

---@return boolean is_done
function M.previous()
  return answers.go(-1)
end

--- Asks for it, also where it does not come by itself.
---@return boolean is_asked
function M.trigger()
  local place = cursor.now()
  if not place then
    return false
  end
  dismissed.remove(place)
  return answers.invoke(place, 0)
end

--- Gives a key of insert mode to ghost text while some is shown. Else the key does what it did before.
---@param key string such as `<Tab>`
---@param action? string a function of this module such as `accept_word`; `accept` if left out
---@param options? {buffer?: integer} only in that buffer; 0 is the current one
function M.map(key, action, options)
  local row = require('pt_lsp.keys').of_completion(action or 'accept')
  if not row then
    error(
      ('There is no %s to be mapped; :help pt_lsp-keys has what there is.'):format(vim.inspect(action)),
      2
    )
  end
  require('pt_lsp.completion.fallback').map(key, row.completion, row.doc, options and options.buffer)
end

--- Brings the screen in line with what has changed beside text and cursor, such as a menu.
M.refresh = offer.show

--- Takes it from the screen, and asks for nothing until the next key.
M.stop = offer.drop

return M
