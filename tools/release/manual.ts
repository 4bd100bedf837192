// The manual page, made of the tree of commands.
import type { Command, Option } from 'commander';

/** A text as roff has it: no line begins with a control character, no backslash means something. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/^([.'])/gm, '\\&$1');

const flat = (text: string): string => roff(text.replaceAll(/\s+/g, ' ').trim());

function optionLines({ flags, description, envVar }: Option): string {
  const also = envVar === undefined ? '' : ` Also \\fB${roff(envVar)}\\fR.`;
  return `.TP\n\\fB${roff(flags)}\\fR\n${flat(description)}${also}\n`;
}

function commandLines(command: Command, call: string): string {
  const own = command.options.filter(({ hidden }) => !hidden).map(optionLines);
  const head = `.SS ${roff(call)}\n${flat(command.description())}\n`;
  return [head, ...own, ...command.commands.map((one) => commandLines(one, `${call} ${one.name()}`))].join('');
}

/** The page in roff. `atS`: its date, epoch seconds. */
export function manualOf(program: Command, version: string, atS: number): string {
  const day = new Date(atS * 1000).toISOString().slice(0, 10);
  return `.TH SOLSTEAD 1 ${day} "Solstead ${roff(version)}" "Solstead"
.SH NAME
solstead \\- home\\-energy system for people who own their sun
.SH SYNOPSIS
.B solstead
.I command
.RI [ options ]
.SH DESCRIPTION
${flat(program.description())}
.SH COMMANDS
${program.commands.map((one) => commandLines(one, one.name())).join('')}.SH FILES
.TP
.I /etc/default/solstead
Settings of the service.
.TP
.I /var/lib/solstead
Its data.
.SH "SEE ALSO"
.BR systemctl (1),
.BR journalctl (1)
`;
}
