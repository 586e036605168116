-- Neovim runs Lua 5.1 or LuaJIT. What of `vim` may be assigned to are options and variables.
std = 'lua51'
read_globals = {
  vim = {
    other_fields = true,
    fields = {
      bo = { read_only = false, other_fields = true },
      g = { read_only = false, other_fields = true },
      o = { read_only = false, other_fields = true },
      wo = { read_only = false, other_fields = true },
    },
  },
}
max_line_length = 110
max_cyclomatic_complexity = 10
