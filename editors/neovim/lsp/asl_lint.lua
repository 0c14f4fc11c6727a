-- The language server, as `vim.lsp.enable('asl_lint')` takes it (Neovim 0.11 and later) and as
-- `plugin/asl_lint.lua` hands it on to older versions.
return {
  cmd = { 'asl-lint', 'server' },
  filetypes = { 'asl', 'asl-yaml' },
  root_markers = { 'asl-lint.toml', '.asl-lint.toml', 'pyproject.toml', '.git' },
}
