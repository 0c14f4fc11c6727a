-- Opens the definition $DOCUMENT with the configuration under editors/neovim and works on it as a person would.
-- Ends with status 0 if everything held.

local support = dofile(vim.env.HERE .. '/support.lua')
local check, go, wait = support.check, support.go, support.wait

support.run(function()
  local is_json = vim.env.DOCUMENT:match('json$') ~= nil
  vim.cmd('edit ' .. vim.env.DOCUMENT)
  local buffer = vim.api.nvim_get_current_buf()

  local function text() return support.text(buffer) end
  local function findings() return support.findings(buffer) end
  local function ask(method)
    local params = vim.lsp.util.make_position_params(0, 'utf-16')
    for _, answer in pairs(vim.lsp.buf_request_sync(buffer, method, params, 5000) or {}) do
      if answer.result then return answer.result end
    end
  end
  local function follow()
    local before = vim.fn.line('.')
    vim.lsp.buf.definition()
    wait(function() return vim.fn.line('.') ~= before end)
    return vim.fn.getline('.')
  end

  check('the filetype', vim.bo.filetype == (is_json and 'asl' or 'asl-yaml'), vim.bo.filetype)

  wait(function() return #vim.diagnostic.get(buffer) == 1 end)
  local finding = vim.diagnostic.get(buffer)[1] or {}
  check('a finding', (finding.message or ''):find('`Recipt`', 1, true) ~= nil, findings())
  check('its column behind a character of four bytes',
    vim.fn.getline(finding.lnum + 1):sub(finding.col + 1):match('^"?Recipt') ~= nil, finding)

  go('Pass', 1)
  local hover = ask('textDocument/hover')
  check('hover over a type', hover and vim.inspect(hover.contents):find('Pass') ~= nil, hover)

  go('Recipt', 1)
  local completion = ask('textDocument/completion') or {}
  local receipt = vim.tbl_filter(function(item) return item.label == 'Receipt' end, completion.items or completion)[1]
  check('completion proposes a state', receipt and receipt.textEdit, completion)
  vim.lsp.util.apply_text_edits({ receipt.textEdit }, buffer, 'utf-16')
  check('the proposal is applied', text():find('Recipt', 1, true) == nil, text())
  check('the finding goes', wait(function() return #vim.diagnostic.get(buffer) == 0 end), findings())

  go(is_json and '"Next": "Receipt' or 'Next: "Receipt', is_json and 10 or 8)
  local line = follow()
  check('definition', line:match('^%s*"?Receipt"?:') ~= nil, line)

  vim.lsp.buf.rename('Send it')
  wait(function() return text():find('Receipt', 1, true) == nil end)
  local _, count = text():gsub('Send it', '')
  check('rename changes the state and its use', count == 2 and text():find('Receipt', 1, true) == nil, text())
  check('nothing is found after it', not vim.wait(300, function() return #vim.diagnostic.get(buffer) > 0 end, 20), findings())
end)
