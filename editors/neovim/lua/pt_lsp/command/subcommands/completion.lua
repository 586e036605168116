--- What is about ghost text.

---@type pt_lsp.Subcommand[]
return {
  {
    name = 'why',
    title = 'Why No Completion?',
    doc = 'Why there was no completion.',
    needs = 'ptLsp.whyNoCompletion',
    run = function()
      require('pt_lsp.asking.reports').why()
    end,
  },
}
