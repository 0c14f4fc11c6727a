" Definitions in JSON: as JSON in all that is not the language server's.
runtime! ftplugin/json.vim ftplugin/json.lua
