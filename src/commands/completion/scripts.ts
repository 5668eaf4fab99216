import type { Shell } from './shells.ts';

/** A script that asks `portai completion words` at each TAB, and how a shell is told of it. */
interface Script {
  readonly setUp: readonly string[];
  readonly text: string;
}

/** Bash 3.2, which macOS has, knows no compopt: files are what it offers where portai has nothing. */
const bash = `_portai() {
  local value about
  COMPREPLY=()
  while IFS=$'\\t' read -r value about; do
    case $value in
      ''|:files) ;;
      *) COMPREPLY+=("$value") ;;
    esac
  done < <(portai completion words --line "\${COMP_LINE:0:COMP_POINT}" --breaks "$COMP_WORDBREAKS" 2>/dev/null)
}
complete -o bashdefault -o default -F _portai portai`;

const zsh = `#compdef portai
_portai() {
  local line value about
  local -a described
  for line in "\${(@f)$(portai completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -z $line ]] && continue
    if [[ $line == :files ]]; then
      _files
      return
    fi
    value=\${line%%$'\\t'*}
    about=\${line#*$'\\t'}
    if [[ $line == *$'\\t'* ]]; then
      described+=("\${value//:/\\\\:}:$about")
    else
      described+=("\${value//:/\\\\:}")
    fi
  done
  _describe -t portai portai described
}
if [[ $funcstack[1] == _portai ]]; then
  _portai "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
  compdef _portai portai
fi`;

const fish = `function __portai_words
    set -l words (commandline -opc)
    set -e words[1]
    set -l current (commandline -ct)
    for line in (portai completion words -- $words "$current" 2>/dev/null)
        if test "$line" = ":files"
            __fish_complete_path "$current"
        else
            echo $line
        end
    end
end
complete -c portai -f -a '(__portai_words)'`;

const powershell = `Register-ArgumentCompleter -Native -CommandName portai -ScriptBlock {
  param($word, $ast, $position)
  $length = $position - $ast.Extent.StartOffset
  $line = $ast.Extent.Text.PadRight($length).Substring(0, $length)
  portai completion words --line $line 2>$null | ForEach-Object {
    $value, $about = $_ -split "\`t", 2
    if ($value -and $value -ne ':files') {
      if (-not $about) { $about = $value }
      [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
    }
  }
}`;

/** The script of each shell. */
export const scripts: Readonly<Record<Shell, Script>> = {
  bash: { text: bash, setUp: ["echo 'source <(portai completion bash)' >> ~/.bashrc"] },
  zsh: { text: zsh, setUp: ["echo 'source <(portai completion zsh)' >> ~/.zshrc"] },
  fish: {
    text: fish,
    setUp: ['portai completion fish > ~/.config/fish/completions/portai.fish'],
  },
  powershell: {
    text: powershell,
    setUp: [
      'portai completion powershell | Out-String | Invoke-Expression',
      '(in $PROFILE, to have it in every session)',
    ],
  },
};
