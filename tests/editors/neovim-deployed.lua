-- Works on the definition $DOCUMENT and its template $TEMPLATE, with the configuration under editors/neovim.
local support = dofile(vim.env.HERE .. '/support.lua')
local check, go, wait = support.check, support.go, support.wait

local function is_shown(path) return vim.fn.resolve(vim.api.nvim_buf_get_name(0)) == vim.fn.resolve(path) end

support.run(function()
  vim.cmd('edit ' .. vim.env.DOCUMENT)
  local definition = vim.api.nvim_get_current_buf()
  wait(function() return #vim.diagnostic.get(definition) > 0 end)
  local found = support.findings(definition)
  check('a finding that only the template makes possible', #found == 1 and found[1]:find('Express', 1, true), found)

  vim.cmd('edit ' .. vim.env.TEMPLATE)
  local template = vim.api.nvim_get_current_buf()
  check('the server works on the template', wait(function() return #vim.lsp.buf_get_clients(template) == 1 end))
  go('flows/order', 3)
  vim.lsp.buf.definition()
  check('from DefinitionUri to the file', wait(function() return is_shown(vim.env.DOCUMENT) end), vim.fn.bufname())

  go('${Queue}', 3)
  vim.lsp.buf.definition()
  check('from a placeholder to the template', wait(function() return is_shown(vim.env.TEMPLATE) end), vim.fn.bufname())
  check('to the line of its name', vim.fn.getline('.'):match('^ *Queue:') ~= nil, vim.fn.getline('.'))

  vim.lsp.buf.rename('Orders')
  local function texts() return { support.text(template), support.text(definition) } end
  check('rename changes both files', wait(function()
    return texts()[1]:find('Orders: https', 1, true) and texts()[2]:find('"${Orders}"', 1, true)
  end), texts())
  check('and nothing else', not texts()[1]:find('Queue:', 1, true) and texts()[2]:find('"QueueUrl"', 1, true), texts())

  go('EXPRESS', 0)
  vim.cmd('normal! cwSTANDARD')
  check('the finding goes with what the template says',
    wait(function() return #vim.diagnostic.get(definition) == 0 end), support.findings(definition))
end)
