-- The configuration that `vim.lsp.enable("codeprism")` looks up by the name of this file.
-- Change any of it with `vim.lsp.config("codeprism", { ... })` in your own init.lua.

return {
  cmd = { "codeprism-lsp", "serve" },
  filetypes = {
    "python",
    "javascript",
    "javascriptreact",
    "typescript",
    "typescriptreact",
    "java",
    "go",
    "rust",
    "c",
    "cpp",
  },
  -- The outermost sensible place comes first: CodePrism answers for a whole repository, not for a package.
  root_markers = { "codeprism.toml", ".git", "pyproject.toml", "package.json", "go.mod", "Cargo.toml" },
  -- The settings of `codeprism.*` go into `init_options`, for example `{ dependencies = "smart" }`.
}
