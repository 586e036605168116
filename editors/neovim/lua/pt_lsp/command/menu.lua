--- What can be done here, to choose from: what the server offers for the place, and those subcommands that do
--- something now. Nothing else is listed.
local choosing = require('pt_lsp.choosing')
local offers = require('pt_lsp.command.offers')
local server = require('pt_lsp.server')
local tell = require('pt_lsp.notice').tell

local M = {}

---@class pt_lsp.Choice
---@field title string
---@field run fun()

---@param here pt_lsp.Here
---@param subcommand pt_lsp.Subcommand
---@return boolean
local function is_fitting(here, subcommand)
  local needs = subcommand.needs
  if here.lines and not subcommand.has_range then
    return false
  elseif needs and not (here.client and vim.list_contains(server.commands(here.client), needs)) then
    return false
  end
  return not subcommand.fits or subcommand.fits(here)
end

--- The lines of the menu for a subcommand that fits.
---@param here pt_lsp.Here
---@param subcommand pt_lsp.Subcommand
---@return pt_lsp.Choice[]
local function lines_for(here, subcommand)
  local function line(title, words)
    return {
      title = title,
      run = function()
        subcommand.run(words, { lines = here.lines })
      end,
    }
  end
  local found, of_changes = { line(subcommand.title, '') }, subcommand.of_changes
  if of_changes and not here.lines and require('pt_lsp.asking.folder').is_in_repository(here.bufnr) then
    table.insert(found, line(of_changes.title, of_changes.word))
  end
  return found
end

--- What the server offers stands in the place of the subcommand that does the same; what no subcommand does,
--- after the last of those. An action that the server does not offer here is left out.
---@param here pt_lsp.Here
---@param answered pt_lsp.OfferedAction[]?
---@return pt_lsp.Choice[]
local function choices_of(here, answered)
  local offered = answered or {}
  local choices, n_before, has_place = {}, 0, {}
  for _, subcommand in ipairs(require('pt_lsp.command.subcommands')) do
    local same = vim.tbl_filter(function(offer)
      return offer.command == subcommand.needs
    end, offered)
    has_place[subcommand.needs or ''] = true
    if #same > 0 then
      vim.list_extend(choices, same)
      n_before = #choices
    elseif not (answered and subcommand.is_offered) and is_fitting(here, subcommand) then
      vim.list_extend(choices, lines_for(here, subcommand))
    end
  end
  for _, offer in ipairs(offered) do
    if not has_place[offer.command] then
      n_before = n_before + 1
      table.insert(choices, n_before, offer)
    end
  end
  return choices
end

--- Whether the window still shows the buffer: a plugin's menu may stand open for long.
---@param here pt_lsp.Here
---@return boolean
local function is_there(here)
  return vim.api.nvim_win_is_valid(here.window) and vim.api.nvim_win_get_buf(here.window) == here.bufnr
end

---@param here pt_lsp.Here
---@param choices pt_lsp.Choice[]
local function choose(here, choices)
  if #choices == 0 then
    tell('There is nothing that pt-lsp can do here.', vim.log.levels.INFO)
    return
  end
  choosing.choose_titled(choices, 'PowerTokens', function(choice)
    if choice and is_there(here) then
      vim.api.nvim_set_current_win(here.window)
      choice.run()
    elseif choice then
      tell('What this menu was for is not there any more.', vim.log.levels.WARN)
    end
  end)
end

---@param lines? {[1]: integer, [2]: integer} that were named or selected
function M.open(lines)
  local bufnr = vim.api.nvim_get_current_buf()
  local here = {
    window = vim.api.nvim_get_current_win(),
    bufnr = bufnr,
    row = vim.api.nvim_win_get_cursor(0)[1] - 1,
    lines = lines,
    client = server.find(bufnr),
  }
  offers.ask(here, function(offered)
    choose(here, choices_of(here, offered))
  end)
end

return M
