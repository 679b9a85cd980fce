-- The user commands: each asks the server one custom request and shows the answer where Neovim users look
-- for answers, in the quickfix list or in a message. The requests are described in docs/protocol.md.

local M = {}

local function client_of(buffer)
  return vim.lsp.get_clients({ bufnr = buffer, name = "codeprism" })[1] or vim.lsp.get_clients({ name = "codeprism" })[1]
end

-- Calls `show` with the result; says why when there is none.
local function ask(method, params, show)
  local buffer = vim.api.nvim_get_current_buf()
  local client = client_of(buffer)
  if not client then
    vim.notify("CodePrism: no server is running; open a file of the workspace first", vim.log.levels.WARN)
    return
  end
  client:request(method, params, function(problem, result)
    if problem then
      vim.notify(("CodePrism: %s"):format(problem.message), vim.log.levels.ERROR)
    else
      show(result)
    end
  end, buffer)
end

-- One entry of the quickfix list. External packages have no file, only a name.
local function entry(node, text)
  return { filename = node.uri and vim.uri_to_fname(node.uri) or nil, lnum = node.uri and 1 or 0, text = text }
end

local function show_list(title, entries, truncated, nothing)
  if #entries == 0 then
    vim.notify("CodePrism: " .. nothing)
    return
  end
  local shown = truncated and ("%s (the first %d)"):format(title, #entries) or title
  vim.fn.setqflist({}, " ", { title = shown, items = entries })
  vim.cmd("botright copen")
end

local function names(nodes)
  return vim.tbl_map(function(node)
    return node.name
  end, nodes)
end

function M.status()
  ask("codeprism/indexStatus", vim.empty_dict(), function(status)
    local lines = {
      ("CodePrism: the index is %s, %d of %d files indexed"):format(status.state, status.indexed, status.files),
      ("%d symbols, %d files skipped, dependencies: %s"):format(status.symbols, status.skipped, status.dependencyMode),
    }
    for _, problem in ipairs(status.problems) do
      table.insert(lines, type(problem) == "string" and problem or vim.json.encode(problem))
    end
    vim.notify(table.concat(lines, "\n"))
  end)
end

function M.dependencies()
  local uri = vim.uri_from_bufnr(0)
  ask("codeprism/dependencies", { uri = uri, depth = 1, includeExternal = true }, function(page)
    local entries = vim.tbl_map(function(node)
      return entry(node, node.name)
    end, page.items)
    show_list("CodePrism: dependencies", entries, page.truncated, "this file depends on nothing known")
  end)
end

function M.cycles()
  ask("codeprism/dependencyCycles", vim.empty_dict(), function(page)
    local entries = vim.tbl_map(function(cycle)
      local path = names(cycle.nodes)
      table.insert(path, path[1])
      return entry(cycle.nodes[1], table.concat(path, " -> "))
    end, page.items)
    show_list("CodePrism: dependency cycles", entries, page.truncated, "there are no dependency cycles")
  end)
end

return M
