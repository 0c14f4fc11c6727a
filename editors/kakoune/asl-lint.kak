# For `~/.config/kak/autoload/`, beside kakoune-lsp 17 or later.

hook global BufCreate .*\.asl(\.json[c5]?)? %{
    set-option buffer filetype asl
}

hook global BufCreate .*\.asl\.ya?ml %{
    set-option buffer filetype asl-yaml
}

hook global WinSetOption filetype=asl %{
    require-module json
    add-highlighter window/asl ref json
    hook -once -always window WinSetOption filetype=.* %{ remove-highlighter window/asl }
}

hook global WinSetOption filetype=asl-yaml %{
    require-module yaml
    add-highlighter window/asl-yaml ref yaml
    hook -once -always window WinSetOption filetype=.* %{ remove-highlighter window/asl-yaml }
}

hook -group lsp-filetype-asl global BufSetOption filetype=asl(-yaml)? %{
    set-option buffer lsp_servers %{
        [asl-lint]
        root_globs = ["asl-lint.toml", ".asl-lint.toml", ".git"]
        command = "asl-lint"
        args = ["server"]
    }
}
