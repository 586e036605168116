--- Makes `:Pt` known, and looks after each buffer that the server serves. Loads the rest when it is needed.
if vim.g.loaded_pt_lsp or vim.fn.has('nvim-0.11') == 0 then
  return
end
vim.g.loaded_pt_lsp = true

vim.api.nvim_create_user_command('Pt', function(call)
  require('pt_lsp.command').run(call)
end, {
  nargs = '*',
  range = true,
  complete = function(...)
    return require('pt_lsp.command').complete(...)
  end,
  desc = 'Edit, generate and explain with pt-lsp',
})

local group = vim.api.nvim_create_augroup('pt_lsp', {})

---@param event string
---@param name string a function of `pt_lsp.server.attachment`
local function on(event, name)
  vim.api.nvim_create_autocmd(event, {
    group = group,
    callback = function(args)
      local client = vim.lsp.get_client_by_id(args.data.client_id)
      if client and client.name == 'pt_lsp' then
        require('pt_lsp.server.attachment')[name](client, args.buf)
      end
    end,
  })
end

on('LspAttach', 'attached')
on('LspDetach', 'detached')
