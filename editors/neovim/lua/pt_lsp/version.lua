--- Written by `python -m tests.editors.neovim_reference`: the release that this plugin is from.
return '0.1.0'
