--- What helps somebody to begin.

--- Whether nothing that is configured can be asked: only then the embedded model is worth a line in the menu.
---@param here pt_lsp.Here
---@return boolean
local function lacks_endpoint(here)
  local state = require('pt_lsp.server.status').now()
  local is_stuck = not here.client or state == 'noKey'
  return is_stuck and not require('pt_lsp.setup.trying').is_running()
end

---@type pt_lsp.Subcommand[]
return {
  {
    name = 'try',
    title = 'Try with the Embedded Model',
    doc = 'Has a small model on this machine answer until Neovim ends; `off`: no longer.',
    takes = '[off]',
    choices = { 'off' },
    fits = lacks_endpoint,
    run = function(words)
      if words == 'off' then
        require('pt_lsp.setup.trying').stop()
      else
        require('pt_lsp.setup.trying').begin()
      end
    end,
  },
}
