-- Makes the user commands known; the work is in lua/codeprism/init.lua and loads at first use.

if vim.g.loaded_codeprism then
  return
end
vim.g.loaded_codeprism = true

local function command(name, method, description)
  vim.api.nvim_create_user_command(name, function()
    require("codeprism")[method]()
  end, { desc = description })
end

command("CodePrismStatus", "status", "Show the state of the CodePrism index")
command("CodePrismDependencies", "dependencies", "List what the current file depends on")
command("CodePrismDependents", "dependents", "List what depends on the current file")
command("CodePrismImpact", "impact", "List what a change of the symbol under the cursor may break")
command("CodePrismCycles", "cycles", "List the dependency cycles of the workspace")
