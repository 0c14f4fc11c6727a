" Definitions in YAML: as YAML in all that is not the language server's.
runtime! syntax/yaml.vim syntax/yaml.lua
