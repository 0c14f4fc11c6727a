-- Neovim 0.11 and later: vim.lsp.enable("asl_lint").
return {
  cmd = { "asl-lint", "server" },
  filetypes = { "asl", "asl-yaml", "json", "jsonc", "yaml", "terraform" },
  root_markers = { "asl-lint.toml", ".asl-lint.toml", "pyproject.toml", ".git" },
}
