-- Which files are definitions. The second extension decides, so JSON and YAML in general stay what they are.
local filetypes = {
  ['asl'] = { '*.asl', '*.asl.json', '*.asl.jsonc', '*.asl.json5' },
  ['asl-yaml'] = { '*.asl.yaml', '*.asl.yml' },
}

if vim.fn.has('nvim-0.8') == 1 then
  vim.filetype.add({
    extension = { asl = 'asl' },
    pattern = { ['.*%.asl%.json[c5]?'] = 'asl', ['.*%.asl%.ya?ml'] = 'asl-yaml' },
  })
else
  for filetype, patterns in pairs(filetypes) do
    vim.api.nvim_create_autocmd({ 'BufNewFile', 'BufRead' }, {
      pattern = patterns,
      callback = function() vim.bo.filetype = filetype end,
    })
  end
end
