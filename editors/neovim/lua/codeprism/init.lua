-- The user commands: each asks the server one custom request and shows the answer where Neovim users look
-- for answers, in the quickfix list or in a message. The requests are described in docs/protocol.md.

local M = {}

local function client_of(buffer)
  return vim.lsp.get_clients({ bufnr = buffer, name = "codeprism" })[1] or vim.lsp.get_clients({ name = "codeprism" })[1]
end

-- Calls `show` with the result and the client; says why when there is none.
local function ask(method, params, show)
  local buffer = vim.api.nvim_get_current_buf()
  local client = client_of(buffer)
  if not client then
    vim.notify("CodePrism: no server is running; open a file of the workspace first", vim.log.levels.WARN)
    return
  end
  client:request(method, type(params) == "function" and params(client) or params, function(problem, result)
    if problem then
      vim.notify(("CodePrism: %s"):format(problem.message), vim.log.levels.ERROR)
    else
      show(result, client)
    end
  end, buffer)
end

-- Asks about the current file, which has to be one.
local function ask_about_file(method, params, show)
  if vim.bo.buftype ~= "" or vim.api.nvim_buf_get_name(0) == "" then
    vim.notify("CodePrism: this buffer is no file", vim.log.levels.WARN)
    return
  end
  ask(method, params, show)
end

-- Quickfix entries ------------------------------------------------------------------------------------

-- A line that leads nowhere: the title of the entries below it.
local function heading(text)
  return { text = text, valid = 0 }
end

-- An entry at the place where a dependency is written (a `DependencySite`); without a text it shows the line.
local function at_site(site, client, text)
  local entry = vim.lsp.util.locations_to_items({ site }, client.offset_encoding)[1]
  entry.text = text or ("%s: %s"):format(site.how, vim.trim(entry.text))
  return entry
end

local function name_of(node)
  return node.kind == "external" and node.name .. " (external)" or node.name
end

local function show_list(title, entries, page, nothing)
  if #entries == 0 then
    vim.notify("CodePrism: " .. nothing)
    return
  end
  local shown = page.truncated and ("%s (not all of %d)"):format(title, page.total) or title
  vim.fn.setqflist({}, " ", { title = shown, items = entries })
  vim.cmd("botright copen")
end

-- The commands ----------------------------------------------------------------------------------------

function M.status()
  ask("codeprism/indexStatus", vim.empty_dict(), function(status)
    local lines = {
      ("CodePrism: the index is %s, %d of %d files indexed"):format(status.state, status.indexed, status.files),
      ("%d symbols, %d files skipped, dependencies: %s"):format(status.symbols, status.skipped, status.dependencyMode),
      ("%.1f MB on disk, %.0f MB of memory in all processes"):format(status.indexBytes / 1e6, status.memoryMB),
    }
    vim.notify(table.concat(vim.list_extend(lines, status.problems), "\n"))
  end)
end

-- Each place in this file where it depends on something, in the order of the file.
function M.dependencies()
  local params = { uri = vim.uri_from_bufnr(0), depth = 1, includeExternal = true }
  ask_about_file("codeprism/dependencies", params, function(page, client)
    local entries = {}
    for _, item in ipairs(page.items) do
      for _, site in ipairs(item.sites) do
        table.insert(entries, at_site(site, client, ("%s %s"):format(site.how, name_of(item.node))))
      end
    end
    table.sort(entries, function(one, other)
      if one.lnum ~= other.lnum then
        return one.lnum < other.lnum
      end
      return one.text < other.text
    end)
    show_list("CodePrism: dependencies", entries, page, "this file depends on nothing known")
  end)
end

-- Each place in other files that depends on this one.
function M.dependents()
  ask_about_file("codeprism/dependents", { uri = vim.uri_from_bufnr(0), depth = 1 }, function(page, client)
    local entries = {}
    for _, item in ipairs(page.items) do
      for _, site in ipairs(item.sites) do
        table.insert(entries, at_site(site, client))
      end
    end
    show_list("CodePrism: dependents", entries, page, "nothing known depends on this file")
  end)
end

-- What a change of the symbol under the cursor may break: its users, then the files that depend on theirs.
function M.impact()
  local function params(client)
    local position = vim.lsp.util.make_position_params(0, client.offset_encoding).position
    return { uri = vim.uri_from_bufnr(0), position = position }
  end
  ask_about_file("codeprism/impact", params, function(page, client)
    local entries, distance = {}, 0
    for _, item in ipairs(page.items) do
      if item.distance ~= distance then
        distance = item.distance
        table.insert(entries, heading(distance == 1 and "uses it" or ("%d steps away"):format(distance)))
      end
      for _, use in ipairs(item.symbols) do
        for _, site in ipairs(use.sites) do
          table.insert(entries, at_site(site, client, ("%s, in %s"):format(site.how, use.node.name)))
        end
      end
      if #item.symbols == 0 then
        for _, site in ipairs(item.sites) do
          table.insert(entries, at_site(site, client))
        end
      end
    end
    show_list("CodePrism: impact", entries, page, "nothing known would break")
  end)
end

-- A way around each cycle: the places to look at when it shall be broken.
function M.cycles()
  ask("codeprism/dependencyCycles", vim.empty_dict(), function(page, client)
    local entries = {}
    for _, cycle in ipairs(page.cycles) do
      local steps = #cycle.sample
      local way = steps < cycle.size and (", a way of %d steps around"):format(steps) or ""
      table.insert(entries, heading(("cycle of %d files%s"):format(cycle.size, way)))
      for _, step in ipairs(cycle.sample) do
        table.insert(entries, at_site(step.site, client, ("%s %s"):format(step.site.how, step.to.name)))
      end
    end
    show_list("CodePrism: dependency cycles", entries, page, "there are no dependency cycles")
  end)
end

return M
