# With kakoune-lsp: source this from kakrc.

hook global BufCreate .*\.asl(\.json)? %{ set-option buffer filetype asl }
hook global BufCreate .*\.asl\.ya?ml %{ set-option buffer filetype asl-yaml }

hook global BufSetOption filetype=asl(-yaml)? %{
    set-option buffer lsp_servers %{
        [asl-lint]
        command = "asl-lint"
        args = ["server"]
        root_globs = ["asl-lint.toml", ".asl-lint.toml", ".git"]
    }
}
