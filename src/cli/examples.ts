// Examples in the help of commands whose flags say all the rest.
import type { Command } from 'commander';

const examples: Readonly<Record<string, string>> = {
  'solstead serve': 'solstead serve --port 7000 --data ./data',
  'solstead demo': 'solstead demo --port 7000',
  'solstead probe': 'solstead probe serial:///dev/ttyUSB0 tcp://192.168.1.5:8899',
  'solstead list': 'solstead list settings pi30',
  'solstead check-device': 'solstead check-device ./data/devices/heat-pump.yaml',
  'solstead topics': 'solstead topics mqtt://name@localhost:1883 --draft heatpump/status',
  'solstead anomalies': 'solstead anomalies --data ./data --from 2026-06-01',
  'solstead history status': 'solstead history status --history ./data',
  'solstead tariff check': 'solstead tariff check ./tariff.yaml',
  'solstead tariff presets': 'solstead tariff presets',
  'solstead tariff show': 'solstead tariff show de-flat',
  'solstead prices check': 'solstead prices check ./prices.csv',
  'solstead alerts list': 'solstead alerts list --url http://home.local:6789 --token-file ./token',
  'solstead alerts acknowledge': 'solstead alerts acknowledge 5f3a9c0e11d2b4a7 --token-file ./token',
  'solstead alerts channels list': 'solstead alerts channels list --token-file ./token',
  'solstead alerts channels test': 'solstead alerts channels test Kitchen --token-file ./token',
  'solstead alerts snooze': 'solstead alerts snooze 5f3a9c0e11d2b4a7 --minutes 90 --token-file ./token',
  'solstead report': 'solstead report --period month --day 2026-06-30 --token-file ./token',
  'solstead device list': 'solstead device list --url http://home.local:6789 --token-file ./token',
  'solstead device switch': 'solstead device switch off boiler pump --yes',
  'solstead device move': 'solstead device move boiler --protocol shelly-switch --topic shellyplus1pm-c8f09e --yes',
  'solstead repairs list': 'solstead repairs list --data ./data',
  'solstead repairs undo': 'solstead repairs undo 3 --data ./data',
  'solstead repairs misdated list': 'solstead repairs misdated list --data ./data',
  'solstead repairs misdated preview': 'solstead repairs misdated preview 3 --data ./data',
  'solstead repairs misdated move': "solstead repairs misdated move 3 --why 'the clock stood still' --data ./data",
  'solstead repairs misdated undo': 'solstead repairs misdated undo 3 --data ./data',
  'solstead backup make': 'solstead backup --data ./data --to home.tar.zst.age',
  'solstead backup list': 'solstead backup list --url http://home.local:6789 --token-file ./token',
  'solstead backup now': 'solstead backup now --url http://home.local:6789 --token-file ./token',
  'solstead backup verify': 'solstead backup verify home.tar.zst.age',
  'solstead restore': 'solstead restore home.tar.zst.age --data ./data',
  'solstead roles list': 'solstead roles list --data ./data',
  'solstead roles circuits': 'solstead roles circuits --data ./data',
  'solstead recover': 'solstead recover --data ./data --name Ada',
  'solstead audit export': 'solstead audit export --data ./data --who Ada --output audit.csv',
  'solstead uplink test': 'solstead uplink test wss://hub.example.com:8000 --uplink-client home-0123456789',
  'solstead uplink homes': 'solstead uplink homes --data ./data',
  'solstead uplink add-home': "solstead uplink add-home --data ./data --name 'Summer house' --site home",
  'solstead uplink new-secret': 'solstead uplink new-secret home-0123456789 --data ./data',
  'solstead uplink remove-home': 'solstead uplink remove-home home-0123456789 --data ./data',
  'solstead uplink status': 'solstead uplink status --url http://hub.local:6789 --token-file ./token',
  'solstead token list': 'solstead token list --data ./data',
  'solstead token remove': 'solstead token remove 3f2a --data ./data',
};

/** Adds its example to every command that has none of its own, subcommands too. */
export function addExamples(command: Command, call: string): void {
  const example = examples[call];
  if (example !== undefined) command.addHelpText('after', `\nExample:\n  ${example}`);
  for (const one of command.commands) addExamples(one, `${call} ${one.name()}`);
}
