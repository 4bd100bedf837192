// Flags of `solstead read`.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ReadFlags } from './answers/reading.ts';
import { devicesOption, pluginsOption } from './own-flags.ts';
import type { CommandContext } from './context.ts';
import { specialWords } from './answers/special-words.ts';

function waitSeconds(text: string): number {
  const value = Number(text);
  if (!(value > 0) || value > 600)
    throw new InvalidArgumentError('It must be a number of seconds, more than 0 and at most 600.');
  return value;
}

const help = `
Besides the queries of a device (see \`solstead list commands <protocol>\`) every device takes ${specialWords.join(', ')}.

Outputs are those of mpp-solar, with its keys and topics: screen, boxdraw, simple, simpleunits, value, raw, json, json_units, csv, mqtt,
json_mqtt, tag_mqtt, influx_mqtt, influx2_mqtt, hass_mqtt, hassd_mqtt, domoticz_mqtt, domoticz_autodiscover, prom, prom_file, prom_push,
prom_pushd, json_udp, postgres, mongo. It ends when all have the answers. The password of a broker comes from SOLSTEAD_MQTT_PASSWORD, that of
another server from SOLSTEAD_OUTPUT_PASSWORD. See docs/from-mpp-solar.md.

Example:
  solstead read --port serial:///dev/ttyUSB0?baud=2400 --protocol pi30 QPIGS
  solstead read --port hid:///dev/hidraw0 --protocol pi30 QPIGS QMOD --output mqtt,json --to mqtt://name@localhost`;

/** Adds it. */
export function addRead(program: Command, context: CommandContext): void {
  const several = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];
  program
    .command('read')
    .description('ask a device one or more queries and print the answer, or give it to outputs')
    .argument('<query...>', 'queries in the maker’s letters, such as QPIGS')
    .requiredOption('--port <address>', 'link, such as serial:///dev/ttyUSB0?baud=2400 or tcp://192.168.1.5:8899')
    .requiredOption('--protocol <name>', 'protocol; see `solstead list protocols`')
    .addOption(devicesOption())
    .addOption(pluginsOption())
    .option('--json', 'print JSON')
    .addOption(new Option('-o, --output <names>', 'outputs, comma-separated; see below').argParser(several))
    .addOption(
      new Option(
        '--to <place>',
        'where they go: mqtt://…, http://… (Pushgateway), udp://host:port, postgres://…, mongodb://…, or a folder; one for each',
      ).argParser(several),
    )
    .option('--name <name>', 'name of the device', 'unnamed')
    .option('--tag <tag>', 'first part of the topics, instead of the query')
    .option('--filter <expression>', 'only keys in which this regular expression is found')
    .option('--exclude <expression>', 'no key in which this one is found')
    .option('--keep-case', 'keys keep their capitals')
    .option('--topic <topic>', 'topic of json_mqtt, influx_mqtt and influx2_mqtt')
    .option('--database <name>', 'database of mongo')
    .option('--retain', 'the broker keeps the values')
    .option('--dev <label>', 'label `device` of Prometheus')
    .addOption(new Option('--wait <seconds>', 'longest wait for an output').argParser(waitSeconds).default(10))
    .option('--debug', 'show the bytes on the link')
    .addHelpText('after', help)
    .action(async (queries: string[], options: ReadFlags) =>
      (await import('./commands/read.ts')).read(queries, options, context),
    );
}
