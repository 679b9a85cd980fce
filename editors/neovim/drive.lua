-- Drives a language server through Neovim's own client and writes down what a person would have seen.
--
-- Run by `editors/drive_neovim.py`, which passes one JSON file in $CODEPRISM_DRIVE:
--   { command = {..}, workspace = "..", plan = {..}, settings = {..}, report = "..", timeout = seconds }
-- It writes a list of steps to `report`; each has a title, its answer as lines, its duration in ms, and
-- the expectations that did not hold. The plan's vocabulary is in the README beside this file.

local job = vim.json.decode(table.concat(vim.fn.readfile(vim.env.CODEPRISM_DRIVE), "\n"))
local plan = job.plan
local wait_ms = job.timeout * 1000
local steps = {}
local client
local exit_code

-- Steps ---------------------------------------------------------------------------------------------

local function failed(step, sentence)
  table.insert(step.failures, sentence)
end

local function step(title, run)
  local this = { title = title, lines = {}, failures = {} }
  local started = vim.uv.hrtime()
  local ok, problem = pcall(run, this)
  this.ms = this.ms or (vim.uv.hrtime() - started) / 1e6
  if not ok then
    -- Without this script's own path, so that a transcript reads alike on every machine.
    failed(this, (tostring(problem):gsub("^.-drive%.lua:%d+: ", "")))
  end
  table.insert(steps, this)
  return #this.failures == 0
end

local function say(this, ...)
  table.insert(this.lines, string.format(...))
end

-- Measures only the question, not the opening of the file it is asked in.
local function timed(this, ask)
  local started = vim.uv.hrtime()
  local answer = ask()
  this.ms = (vim.uv.hrtime() - started) / 1e6
  return answer
end

-- Files and places ----------------------------------------------------------------------------------

local function relative(path)
  local name = vim.fs.normalize(path)
  local root = vim.fs.normalize(job.workspace) .. "/"
  return vim.startswith(name, root) and name:sub(#root + 1) or name
end

local function open(file)
  vim.cmd.edit(vim.fn.fnameescape(job.workspace .. "/" .. file))
  local attached = vim.wait(wait_ms, function()
    client = vim.lsp.get_clients({ bufnr = 0, name = "codeprism" })[1]
    return client ~= nil and client.initialized
  end, 10)
  assert(attached, "the client did not attach to " .. file)
end

-- Puts the cursor on the `$0` of a piece of the file's text.
local function go(file, at)
  open(file)
  local mark = assert(at:find("$0", 1, true), "no $0 in " .. at)
  local text = at:sub(1, mark - 1) .. at:sub(mark + 2)
  for row, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local start = line:find(text, 1, true)
    if start then
      vim.api.nvim_win_set_cursor(0, { row, start - 1 + mark - 1 })
      return
    end
  end
  error(("%s does not contain %q"):format(file, text))
end

-- Never 0: Neovim 0.11 sends pending edits ahead of a request only for a buffer named by its own number.
local function buffer()
  return vim.api.nvim_get_current_buf()
end

local function line_at(path, lnum)
  return vim.fn.readfile(path, "", lnum)[lnum] or ""
end

-- Questions, each as the built-in function of Neovim that people use ----------------------------------

local function listed(this, ask)
  return timed(this, function()
    local list
    ask(function(answer)
      list = answer.items
    end)
    vim.wait(wait_ms, function()
      return list ~= nil
    end, 1)
    return list or {}
  end)
end

local function requested(this, method, params)
  return timed(this, function()
    local answer, problem = client:request_sync(method, params, wait_ms, buffer())
    assert(answer, ("%s: no answer (%s)"):format(method, problem))
    assert(not answer.err, ("%s: %s"):format(method, answer.err and answer.err.message))
    return answer.result
  end)
end

local function position()
  return vim.lsp.util.make_position_params(0, client.offset_encoding)
end

local function show_items(this, items, limit)
  for index = 1, math.min(#items, limit) do
    local item = items[index]
    say(this, "%s:%d  %s", relative(item.filename), item.lnum, vim.trim(line_at(item.filename, item.lnum)))
  end
  if #items > limit then
    say(this, "... and %d more", #items - limit)
  end
end

local function expect_place(this, items, place)
  for _, item in ipairs(items) do
    if relative(item.filename) == place.file and line_at(item.filename, item.lnum):find(place.text, 1, true) then
      return
    end
  end
  failed(this, ("no answer in %s at %q"):format(place.file, place.text))
end

local function expect_names(this, names, found)
  for _, name in ipairs(names or {}) do
    if not found[name] then
      failed(this, ("%s is missing"):format(name))
    end
  end
end

local function collect_symbols(symbols, container, found)
  for _, symbol in ipairs(symbols or {}) do
    local name = container == "" and symbol.name or container .. "." .. symbol.name
    found[name] = true
    collect_symbols(symbol.children, name, found)
  end
  return found
end

local function document_symbols(this)
  return requested(this, "textDocument/documentSymbol", { textDocument = vim.lsp.util.make_text_document_params(0) })
end

local ask = {}

function ask.workspaceSymbol(this, question)
  local items = listed(this, function(on_list)
    vim.lsp.buf.workspace_symbol(question.query, { on_list = on_list })
  end)
  show_items(this, items, 8)
  local first = items[1]
  if not first then
    failed(this, "no answer")
  elseif question.first then
    expect_place(this, { first }, question.first)
  end
end

function ask.documentSymbol(this, question)
  open(question.file)
  local symbols = document_symbols(this)
  for index, symbol in ipairs(symbols) do
    if index > 12 then
      say(this, "... and %d more at the top level", #symbols - 12)
      break
    end
    say(this, "%s (%s), %d inside", symbol.name, vim.lsp.protocol.SymbolKind[symbol.kind], #(symbol.children or {}))
  end
  expect_names(this, question.names, collect_symbols(symbols, "", {}))
end

function ask.definition(this, question)
  go(question.file, question.at)
  local items = listed(this, function(on_list)
    vim.lsp.buf.definition({ on_list = on_list })
  end)
  show_items(this, items, 8)
  expect_place(this, items, question.expect)
end

function ask.references(this, question)
  go(question.file, question.at)
  local items = listed(this, function(on_list)
    vim.lsp.buf.references({ includeDeclaration = true }, { on_list = on_list })
  end)
  show_items(this, items, 12)
  if #items < question.atLeast then
    failed(this, ("%d references, expected at least %d"):format(#items, question.atLeast))
  end
  for _, place in ipairs(question.expect or {}) do
    expect_place(this, items, place)
  end
  for _, item in ipairs(items) do
    if not line_at(item.filename, item.lnum):find(question.name, 1, true) then
      failed(this, ("%s:%d does not contain %s"):format(relative(item.filename), item.lnum, question.name))
    end
  end
end

function ask.hover(this, question)
  go(question.file, question.at)
  local hover = requested(this, "textDocument/hover", position())
  assert(type(hover) == "table" and hover.contents, "no hover")
  local lines = vim.lsp.util.convert_input_to_markdown_lines(hover.contents)
  vim.list_extend(this.lines, vim.list_slice(lines, 1, 10))
  if not table.concat(lines, "\n"):find(question.contains, 1, true) then
    failed(this, ("the hover does not contain %q"):format(question.contains))
  end
end

function ask.typeHierarchy(this, question)
  go(question.file, question.at)
  local prepared = client:request_sync("textDocument/prepareTypeHierarchy", position(), wait_ms, buffer())
  assert(prepared, "prepareTypeHierarchy: no answer")
  assert(not prepared.err, "prepareTypeHierarchy: " .. (prepared.err and prepared.err.message or ""))
  local item = (type(prepared.result) == "table" and prepared.result or {})[1]
  assert(item, "prepareTypeHierarchy: no item")
  say(this, "prepared: %s in %s", item.name, relative(vim.uri_to_fname(item.uri)))
  local found = {}
  for _, relation in ipairs(requested(this, "typeHierarchy/" .. question.direction, { item = item }) or {}) do
    found[relation.name] = true
    say(this, "%s  %s", relation.name, relative(vim.uri_to_fname(relation.uri)))
  end
  expect_names(this, question.names, found)
end

-- Unsaved text wins over the file on disk.
function ask.edit(this, question)
  open(question.file)
  local last = vim.api.nvim_buf_line_count(0)
  vim.api.nvim_buf_set_lines(0, last, last, false, question.lines)
  local found = collect_symbols(document_symbols(this), "", {})
  for _, name in ipairs(question.names) do
    say(this, "%s: %s", name, found[name] and "found" or "missing")
  end
  expect_names(this, question.names, found)
  vim.cmd("silent undo")
  for name in pairs(collect_symbols(document_symbols(this), "", {})) do
    if vim.list_contains(question.names, name) then
      failed(this, name .. " is still there after undo")
    end
  end
end

-- A user command of the plugin: it fills the quickfix list, or says why not.
function ask.command(this, question)
  if question.at then
    go(question.file, question.at)
  else
    open(question.file)
  end
  vim.fn.setqflist({}, "r", { title = "", items = {} })
  local notify, said = vim.notify, nil
  vim.notify = function(message)
    said = message
  end
  local list = timed(this, function()
    vim.cmd(question.command)
    vim.wait(wait_ms, function()
      return said ~= nil or #vim.fn.getqflist() > 0
    end, 1)
    return vim.fn.getqflist({ items = true, title = true })
  end)
  vim.notify = notify
  vim.cmd.cclose()
  assert(#list.items > 0, "the quickfix list stayed empty: " .. (said or "nothing was said"))
  say(this, "%s: %d lines", list.title, #list.items)
  local places, headings = {}, 0
  for index, item in ipairs(list.items) do
    local place = item.bufnr > 0 and relative(vim.api.nvim_buf_get_name(item.bufnr)) or nil
    if index <= 12 then
      say(this, "%s", place and ("%s:%d:%d  %s"):format(place, item.lnum, item.col, item.text) or item.text)
    end
    if place then
      table.insert(places, { file = place, lnum = item.lnum, text = item.text })
    elseif question.headings and item.text:find(question.headings, 1, true) then
      headings = headings + 1
    end
  end
  if #list.items > 12 then
    say(this, "... and %d more", #list.items - 12)
  end
  if question.headings and headings == 0 then
    failed(this, ("no line without a place says %q"):format(question.headings))
  end
  for _, expected in ipairs(question.expect) do
    local found = vim.iter(places):any(function(place)
      return place.file == expected.file
        and place.text:find(expected.says, 1, true) ~= nil
        and line_at(job.workspace .. "/" .. place.file, place.lnum):find(expected.text, 1, true) ~= nil
    end)
    if not found then
      failed(this, ("no entry in %s at %q says %q"):format(expected.file, expected.text, expected.says))
    end
  end
end

local function title_of(question)
  local about = question.command or question.query or question.at or question.file
  return ("%s%s: %s"):format(question.ask, question.direction and " " .. question.direction or "", about)
end

-- The session ---------------------------------------------------------------------------------------

local function start(this)
  vim.lsp.log.set_level("warn")
  vim.lsp.config("codeprism", {
    cmd = job.command,
    root_dir = job.workspace,
    init_options = job.settings,
    on_exit = function(code)
      exit_code = code
    end,
  })
  vim.lsp.enable("codeprism")
  open(plan.open)
  local info = client.server_info or {}
  say(this, "%s %s, positions in %s", info.name or "unnamed server", info.version or "", client.offset_encoding)
end

-- Until the index is ready. A server without `codeprism/indexStatus` gets a few seconds instead.
local function wait_for_index(this)
  local deadline = vim.uv.hrtime() + job.indexTimeout * 1e9
  while vim.uv.hrtime() < deadline do
    local answer = client:request_sync("codeprism/indexStatus", vim.empty_dict(), wait_ms, buffer())
    assert(answer, "codeprism/indexStatus: no answer")
    if answer.err then
      say(this, "no codeprism/indexStatus here: waited five seconds")
      vim.wait(5000)
      return
    end
    local status = answer.result
    if status.state == "ready" or status.state == "degraded" then
      say(this, "%s: %d files, %d indexed, %d symbols", status.state, status.files, status.indexed, status.symbols)
      if status.indexed == 0 or status.symbols == 0 or status.files < status.indexed then
        failed(this, "the index is said to be ready before it can answer")
      end
      if status.state ~= "ready" then
        failed(this, "the index is degraded: " .. vim.json.encode(status.problems))
      end
      return
    end
    vim.wait(100)
  end
  failed(this, ("the index was not ready after %d seconds"):format(job.indexTimeout))
end

local function absent_methods(this)
  for _, method in ipairs(plan.notOffered or {}) do
    local offered = client:supports_method(method)
    say(this, "%s: %s", method, offered and "offered" or "not offered")
    if offered then
      failed(this, method .. " is offered")
    end
  end
end

local function no_diagnostics(this)
  vim.wait(500)
  local diagnostics = vim.diagnostic.get(nil)
  say(this, "%d diagnostics in %d buffers", #diagnostics, #vim.lsp.get_client_by_id(client.id).attached_buffers)
  if #diagnostics > 0 then
    failed(this, "diagnostics came: " .. vim.inspect(diagnostics[1].message))
  end
end

local function stop(this)
  timed(this, function()
    client:stop()
    vim.wait(wait_ms, function()
      return exit_code ~= nil
    end, 5)
  end)
  if exit_code == nil then
    failed(this, "the server did not stop")
    client:stop(true)
    return
  end
  say(this, "the server is gone, exit code %d", exit_code)
  if exit_code ~= 0 then
    failed(this, "the exit code is not 0")
  elseif this.ms > 1000 then
    failed(this, "stopping took more than a second")
  end
end

local function drive()
  if not step("open " .. plan.open, start) then
    return
  end
  step("wait for the index", wait_for_index)
  for _, question in ipairs(plan.questions) do
    step(title_of(question), function(this)
      ask[question.ask](this, question)
    end)
  end
  step("what is not offered", absent_methods)
  step("no diagnostics", no_diagnostics)
  step("shutdown and exit", stop)
end

local ok, problem = xpcall(drive, debug.traceback)
if not ok then
  table.insert(steps, { title = "the driver itself", lines = {}, failures = { problem }, ms = 0 })
end
local version = tostring(vim.version())
vim.fn.writefile({ vim.json.encode({ steps = steps, neovim = version, log = vim.lsp.log.get_filename() }) }, job.report)
vim.cmd("qall!")
