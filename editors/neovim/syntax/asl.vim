" Definitions in JSON: as JSON in all that is not the language server's.
runtime! syntax/json.vim syntax/json.lua
