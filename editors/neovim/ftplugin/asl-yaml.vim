" Definitions in YAML: as YAML in all that is not the language server's.
runtime! ftplugin/yaml.vim ftplugin/yaml.lua
