// Completion of the shells, made of the tree of commands: what may follow a word, and which files or words a flag takes.
import type { Command, Option } from 'commander';

/** A command with what may follow it. */
interface Place {
  /** The words up to it: `solstead backup make`. */
  readonly call: string;
  readonly about: string;
  readonly words: readonly { readonly word: string; readonly about: string }[];
}

/** Shells that are known. */
export const shells = ['bash', 'zsh', 'fish'] as const;

/** One of {@link shells}. */
export type Shell = (typeof shells)[number];

const shown = ({ hidden, long }: Option): boolean => !hidden && long !== null && long !== undefined;

/** Every command below one, with its subcommands and flags. */
function placesOf(command: Command, call: string): readonly Place[] {
  const names = command.commands.map((one) => ({ word: one.name(), about: one.description() }));
  const flags = command.options.filter(shown).map((one) => ({ word: one.long ?? '', about: one.description }));
  const words = [...names, ...flags, { word: '--help', about: 'print this help' }];
  return [
    { call, about: command.description(), words },
    ...command.commands.flatMap((one) => placesOf(one, `${call} ${one.name()}`)),
  ];
}

/** A text inside single quotes of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const line = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function bash(places: readonly Place[]): string {
  const cases = places.map(
    ({ call, words }) => `    ${quoted(call)}) echo ${quoted(words.map(({ word }) => word).join(' '))} ;;`,
  );
  return `# bash completion for solstead: source <(solstead completion bash)
_solstead_words() {
  case "$1" in
${cases.join('\n')}
  esac
}
_solstead() {
  local call=solstead word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) if [ -n "$(_solstead_words "$call $word")" ]; then call="$call $word"; fi ;; esac
  done
  local current="\${COMP_WORDS[COMP_CWORD]}"
  mapfile -t COMPREPLY < <(compgen -W "$(_solstead_words "$call")" -- "$current")
  if [[ "$current" != -* ]]; then
    local IFS=$'\\n' values
    values="$(solstead completion values -- "\${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)"
    if [ -n "$values" ]; then mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current"); fi
  fi
  if [ "\${#COMPREPLY[@]}" -eq 0 ]; then compopt -o default; fi
}
complete -F _solstead solstead
`;
}

function zsh(places: readonly Place[]): string {
  const cases = places.map(({ call, words }) => {
    const told = words.map(({ word, about }) => quoted(`${word.replaceAll(':', '\\:')}:${line(about)}`));
    return `    ${quoted(call)}) words_of=(${told.join(' ')}) ;;`;
  });
  return `#compdef solstead
# zsh completion for solstead: solstead completion zsh > "\${fpath[1]}/_solstead"
_solstead_of() {
  words_of=()
  case "$1" in
${cases.join('\n')}
  esac
}
_solstead() {
  local call=solstead word
  local -a words_of
  for word in "\${words[@]:1:$((CURRENT - 2))}"; do
    [[ "$word" == -* ]] && continue
    _solstead_of "$call $word"
    (( \${#words_of} )) && call="$call $word"
  done
  _solstead_of "$call"
  local -a values
  [[ "\${words[CURRENT]}" == -* ]] || values=("\${(@f)$(solstead completion values -- "\${words[@]:1:$((CURRENT - 2))}" 2>/dev/null)}")
  if [[ -n "\${values[1]}" ]]; then compadd -a values; return; fi
  _describe -t words word words_of || _files
}
if [ "$funcstack[1]" = "_solstead" ]; then _solstead "$@"; else compdef _solstead solstead; fi
`;
}

function fish(places: readonly Place[]): string {
  const lines = places.flatMap(({ call, words }) =>
    words.map(
      ({ word, about }) =>
        `complete -c solstead -n ${quoted(`_solstead_at ${quoted(call)}`)} ${word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${quoted(word)}`} -d ${quoted(line(about))}`,
    ),
  );
  return `# fish completion for solstead: solstead completion fish > ~/.config/fish/completions/solstead.fish
set -g _solstead_calls ${places.map(({ call }) => quoted(call)).join(' ')}
function _solstead_at
    set -l call solstead
    for word in (commandline -opc)[2..-1]
        string match -q -- '-*' $word; and continue
        contains -- "$call $word" $_solstead_calls; and set call "$call $word"
    end
    test "$call" = "$argv[1]"
end
function _solstead_values
    solstead completion values -- (commandline -opc)[2..-1] 2>/dev/null
end
complete -c solstead -a '(_solstead_values)'
${lines.join('\n')}
`;
}

const makers: Readonly<Record<Shell, (places: readonly Place[]) => string>> = { bash, zsh, fish };

/** The script that completes a program in a shell. */
export function completionOf(program: Command, shell: Shell): string {
  return makers[shell](placesOf(program, program.name()));
}
