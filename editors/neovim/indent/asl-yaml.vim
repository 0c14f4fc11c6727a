" Definitions in YAML: as YAML in all that is not the language server's.
runtime! indent/yaml.vim indent/yaml.lua
