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
    doc = 'How the server is, and what to do if something is in the way.',
    run = function()
      require('pt_lsp.server.status').show()
    end,
  },
  {
    name = 'login',
    title = 'Set API Key',
    doc = 'Asks for the API key in a terminal and stores it in the system keyring.',
    run = function()
      require('pt_lsp.server.login').run()
    end,
  },
  {
    name = 'model',
    title = 'Choose Model',
    doc = 'Takes another model; offers those that the endpoint lists if none is named.',
    needs = 'ptLsp.useModel',
    takes = '[name]',
    run = function(words)
      require('pt_lsp.server.model').choose(words)
    end,
  },
  {
    name = 'stats',
    title = 'Statistics',
    doc = 'What was asked, accepted and spent on this machine.',
    needs = 'ptLsp.stats',
    run = function()
      require('pt_lsp.asking.reports').stats()
    end,
  },
  {
    name = 'restart',
    title = 'Restart Server',
    doc = 'Starts the server again, also one that hangs. Unsaved text and pending edits are kept.',
    run = function()
      require('pt_lsp.server.life').restart()
    end,
  },
  {
    name = 'log',
    title = 'Show Log',
    doc = "Opens Neovim's log of language servers, which has what the server wrote.",
    run = function()
      require('pt_lsp.server.log').open()
    end,
  },
}
