-- File types of definitions, and the server's start in Neovim before 0.11, which does not look into lsp/.
if vim.fn.has("nvim-0.8") == 1 then
  vim.filetype.add({
    extension = { asl = "asl" },
    pattern = {
      [".*%.asl%.json"] = "asl",
      [".*%.asl%.ya?ml"] = "asl-yaml",
    },
  })
else
  vim.cmd([[
    augroup asl_lint_detect
      autocmd BufNewFile,BufRead *.asl,*.asl.json setlocal filetype=asl
      autocmd BufNewFile,BufRead *.asl.yaml,*.asl.yml setlocal filetype=asl-yaml
    augroup END
  ]])
end

if vim.treesitter and vim.treesitter.language and vim.treesitter.language.register then
  vim.treesitter.language.register("json", "asl")
  vim.treesitter.language.register("yaml", "asl-yaml")
end

if vim.lsp.enable then
  vim.lsp.enable("asl_lint")
  return
end

local config = dofile(vim.api.nvim_get_runtime_file("lsp/asl_lint.lua", false)[1])
local client

vim.api.nvim_create_autocmd("FileType", {
  pattern = config.filetypes,
  callback = function(event)
    -- One server for all buffers.
    client = client
      or vim.lsp.start_client({
        name = "asl_lint",
        cmd = config.cmd,
        root_dir = vim.fn.getcwd(),
        on_exit = function()
          client = nil
        end,
      })
    if client then
      vim.lsp.buf_attach_client(event.buf, client)
    end
  end,
})
