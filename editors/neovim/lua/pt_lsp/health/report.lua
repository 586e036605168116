--- What a report of a problem needs, gathered while the checks run. It holds no secret, and `~` for the home.
local M = {}

---@class pt_lsp.Report
---@field private lines string[]
local Report = {}
Report.__index = Report

---@return pt_lsp.Report
function M.new()
  local system = vim.uv.os_uname()
  local report = setmetatable({ lines = {} }, Report)
  report:add('Neovim', ('%s, %s %s'):format(vim.version(), system.sysname, system.machine))
  report:add('Plugin', require('pt_lsp.version'))
  return report
end

--- The text in one line, with `~` for the user's home.
---@param text string
---@return string
function M.without_home(text)
  local line = text:gsub('%s*[\r\n]+%s*', ' ')
  for _, home in pairs({ (vim.uv.os_homedir()), os.getenv('HOME'), os.getenv('USERPROFILE') }) do
    if #home > 1 then
      line = line:gsub(vim.pesc(home), '~'):gsub(vim.pesc(vim.fs.normalize(home)), '~')
    end
  end
  return line
end

---@param what string
---@param said string
function Report:add(what, said)
  table.insert(self.lines, M.without_home(('%s: %s'):format(what, said)))
end

--- Shows all of it as one paragraph, which one command copies.
function Report:show()
  vim.health.start('For a report of a problem')
  local how = 'With the cursor in the lines below, "+yip copies them to paste into a report. '
    .. 'They hold no key, no code and no prompt.'
  vim.health.info(how .. '\n\n' .. table.concat(self.lines, '\n') .. '\n')
end

return M
