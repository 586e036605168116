--- What is about the server.

---@type pt_lsp.Subcommand[]
return {
  {
    name = 'prompt',
    title = 'Show What Was Sent',
    doc = 'What was last sent to the model.',
    needs = 'ptLsp.showPrompt',
    run = function()
      require('pt_lsp.asking.reports').prompt()
    end,
  },
  {
    name = 'status',
    title = 'Status',
    doc = 'How the server is.',
    needs = 'ptLsp.status',
    run = function()
      require('pt_lsp.server.status').show()
    end,
  },
}
