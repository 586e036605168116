--- The statistics of this machine as Markdown.
local M = {}

---@class pt_lsp.Figures
---@field asked integer
---@field tokens {prompt: integer, completion: integer, cached: integer, isEstimated: boolean}
---@field costs {currency: string, amount: number}[]

---@param figures pt_lsp.Figures
---@return string
local function spent(figures)
  local tokens = figures.tokens
  local words = ('%d tokens in, %d out'):format(tokens.prompt, tokens.completion)
  for _, cost in ipairs(figures.costs) do
    words = ('%s, %s %.4f'):format(words, cost.currency, cost.amount)
  end
  return tokens.isEstimated and 'about ' .. words or words
end

---@param before string
---@param groups table<string, pt_lsp.Figures>
---@return string[]
local function grouped(before, groups)
  local names = vim.tbl_keys(groups)
  table.sort(names)
  return vim.tbl_map(function(name)
    return ('- %s %s: %d requests, %s'):format(before, name, groups[name].asked, spent(groups[name]))
  end, names)
end

---@param result table what `ptLsp.stats` answers
---@return string
function M.render(result)
  local lines = {
    '# What was asked on this machine',
    '',
    ('- %d requests; %d completions needed none'):format(result.asked, result.reused),
    ('- %d suggestions shown, %d accepted'):format(result.shown, result.accepted),
    ('- %d of them kept after 30 s, %d after 5 min'):format(result.kept, result.kept5min),
    '- ' .. spent(result),
  }
  vim.list_extend(lines, grouped('for', result.byPurpose))
  vim.list_extend(lines, grouped('in', result.byLanguage))
  return table.concat(lines, '\n')
end

return M
