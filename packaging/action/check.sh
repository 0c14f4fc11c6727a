#!/usr/bin/env bash
# The second step of action.yml: one run that writes the report of the step and the SARIF log. Ends as asl-lint ends.
set -euo pipefail

# Prints the lines of a text that are not empty.
lines() { sed '/^[[:space:]]*$/d' <<<"$1"; }

if [[ $INPUT_ANNOTATIONS == true ]]; then
  arguments=(--output-format github)
else
  arguments=(--output-format full)
fi
if [[ -n $INPUT_SARIF ]]; then
  arguments+=(--output-format "sarif:$INPUT_SARIF")
  # Said before the check, whose findings end this script.
  printf 'sarif=%s\n' "$INPUT_SARIF" >>"$GITHUB_OUTPUT"
fi
while IFS= read -r line; do
  arguments+=("$line")
done < <(lines "$INPUT_ARGS"; echo --; lines "$INPUT_PATHS")

asl-lint check "${arguments[@]}"
