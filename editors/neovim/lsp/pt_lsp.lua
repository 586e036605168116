--- What `vim.lsp.enable('pt_lsp')` starts; `vim.lsp.config('pt_lsp', {...})` changes any of it.
---@type vim.lsp.Config
return {
  cmd = vim.g.pt_lsp_cmd or { 'pt-lsp' },
  root_markers = { '.git' },
  -- The server knows at once what was typed, so that fewer of its edits are refused and sent again.
  flags = { debounce_text_changes = 0 },
  init_options = {
    extensions = { 'groupedUndo', 'ptLsp/editProgress', 'ptLsp/explainDelta', 'ptLsp/status' },
  },
  handlers = {
    ['workspace/applyEdit'] = function(_, params, context)
      return require('pt_lsp.editing.apply_edit').answer(params, context)
    end,
    ['ptLsp/editProgress'] = function(_, progress, context)
      require('pt_lsp.editing.edits').note(progress, context.client_id)
    end,
    ['ptLsp/explainDelta'] = function(_, params)
      require('pt_lsp.asking.explanation').append(params.token, params.delta)
    end,
    ['ptLsp/status'] = function(_, status)
      require('pt_lsp.server.status').note(status)
    end,
  },
}
