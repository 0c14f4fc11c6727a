-- What the checks in Neovim share.
local support = {}

function support.fail(message)
  io.stdout:write('not ok: ' .. message .. '\n')
  vim.cmd('cquit 1')
end

function support.check(what, holds, found)
  if not holds then
    support.fail(what .. ': ' .. vim.inspect(found))
  end
  io.stdout:write('ok: ' .. what .. '\n')
end

-- Waits until something holds.
function support.wait(condition) return vim.wait(5000, condition, 20) end

function support.text(buffer) return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n') end

function support.findings(buffer)
  return vim.tbl_map(function(finding) return finding.message end, vim.diagnostic.get(buffer))
end

-- Puts the cursor on a letter of the first occurrence of a text.
function support.go(wanted, letter)
  vim.fn.cursor(1, 1)
  vim.fn.search('\\V' .. wanted, 'c')
  vim.api.nvim_win_set_cursor(0, { vim.fn.line('.'), vim.fn.col('.') - 1 + letter })
end

-- Runs checks; ends with status 0 if everything held.
function support.run(checks)
  local ok, message = pcall(checks)
  if not ok then
    support.fail(message)
  end
  vim.cmd('qall!')
end

return support
