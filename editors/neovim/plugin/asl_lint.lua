-- Starts the language server for definitions, and carries out the commands of its code lenses.

if vim.fn.has('nvim-0.11') == 1 then
  vim.lsp.enable('asl_lint')
else
  local config = dofile(vim.api.nvim_get_runtime_file('lsp/asl_lint.lua', false)[1])
  config.filetypes = vim.g.asl_lint_filetypes or config.filetypes

  -- Clients by their root, for versions that do not share them by themselves.
  local clients = {}

  local function root_of(path)
    local directory = vim.fn.fnamemodify(path, ':p:h')
    while true do
      for _, marker in ipairs(config.root_markers) do
        local candidate = directory .. '/' .. marker
        if vim.fn.filereadable(candidate) == 1 or vim.fn.isdirectory(candidate) == 1 then
          return directory
        end
      end
      local parent = vim.fn.fnamemodify(directory, ':h')
      if parent == directory then
        return vim.fn.fnamemodify(path, ':p:h')
      end
      directory = parent
    end
  end

  vim.api.nvim_create_autocmd('FileType', {
    pattern = config.filetypes,
    callback = function(event)
      local root = root_of(vim.api.nvim_buf_get_name(event.buf))
      local client = { name = 'asl_lint', cmd = config.cmd, root_dir = root }
      if vim.lsp.start then
        vim.lsp.start(client)
        return
      end
      client.get_language_id = function(_, filetype) return filetype end
      client.on_exit = function() clients[root] = nil end
      clients[root] = clients[root] or vim.lsp.start_client(client)
      if clients[root] then
        vim.lsp.buf_attach_client(event.buf, clients[root])
      end
    end,
  })
end

vim.lsp.commands['asl-lint.showReferences'] = function(command, ctx)
  local encoding = vim.lsp.get_client_by_id(ctx.client_id).offset_encoding
  vim.fn.setqflist({}, ' ', {
    title = command.title,
    items = vim.lsp.util.locations_to_items(command.arguments[3], encoding),
  })
  vim.cmd('copen')
end

if vim.treesitter.language and vim.treesitter.language.register then
  vim.treesitter.language.register('json', 'asl')
  vim.treesitter.language.register('yaml', 'asl-yaml')
end
