--- What is about changes: to look them over, and to say what they are.

---@type pt_lsp.Subcommand[]
return {
  {
    name = 'review',
    title = 'Review',
    doc = 'Looks for mistakes in the buffer or the range, and shows them as diagnostics. '
      .. '`changes`: in what is staged in the folder, else in all that has changed; '
      .. 'they are in the quickfix list too, which is not opened.',
    needs = 'ptLsp.review',
    takes = '[changes]',
    choices = { 'changes' },
    has_range = true,
    of_changes = { word = 'changes', title = 'Review Changes' },
    run = function(words, options)
      if words == 'changes' then
        require('pt_lsp.asking.findings').review_changes(options)
      elseif words == '' then
        require('pt_lsp.asking.findings').review(options)
      else
        local sentence = ':Pt review takes "changes" or nothing, but not "%s".'
        require('pt_lsp.notice').tell(sentence:format(vim.fn.strtrans(words)), vim.log.levels.WARN)
      end
    end,
  },
  {
    name = 'clear_review',
    title = 'Clear Review',
    doc = 'Takes away all that reviews have found.',
    needs = 'ptLsp.clearReview',
    fits = function()
      return require('pt_lsp.asking.findings').are_shown()
    end,
    run = function()
      require('pt_lsp.asking.findings').clear()
    end,
  },
  {
    name = 'commit_message',
    title = 'Write Commit Message',
    doc = 'Writes one for what is staged, else for all that has changed: into the buffer in which git asks '
      .. 'for it, where it waits for a verdict as edits do; elsewhere it is there for |p|.',
    needs = 'ptLsp.commitMessage',
    fits = function(here)
      return require('pt_lsp.asking.folder').is_in_repository(here.bufnr)
    end,
    run = function()
      require('pt_lsp.asking.commit_message').write()
    end,
  },
}
