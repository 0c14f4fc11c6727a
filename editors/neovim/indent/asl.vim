" Definitions in JSON: as JSON in all that is not the language server's.
runtime! indent/json.vim indent/json.lua
