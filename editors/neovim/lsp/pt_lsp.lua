--- What `vim.lsp.enable('pt_lsp')` starts; `vim.lsp.config('pt_lsp', {...})` changes any of it.
---@type vim.lsp.Config
return {
  -- `vim.g.pt_lsp_cmd`, or a list that is put here instead.
  cmd = function(dispatchers, config)
    return require('pt_lsp.server.process').start(dispatchers, config)
  end,
  root_markers = { '.git' },
  root_dir = function(bufnr, on_dir)
    require('pt_lsp.server.root').find(bufnr, on_dir)
  end,
  get_language_id = function(_, filetype)
    return require('pt_lsp.server.git_message').language_id(filetype)
  end,
  -- The server knows at once what was typed, so that fewer of its edits are refused and sent again.
  flags = { debounce_text_changes = 0 },
  init_options = {
    extensions = {
      'groupedUndo',
      'ptLsp/editProgress',
      'ptLsp/explainDelta',
      'ptLsp/status',
      'ptLsp/diagnostics',
    },
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
    ['ptLsp/diagnostics'] = function(_, params, context)
      local client = assert(vim.lsp.get_client_by_id(context.client_id))
      return require('pt_lsp.server.problems').answer(params, client)
    end,
  },
}
