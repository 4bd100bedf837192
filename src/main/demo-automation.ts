// What the demo home does by itself, so that the page *Automation* has something to show: a boiler on the sun, a pump, a warning,
// and its main fuse.
import type { Principal } from '#core/access.ts';
import type { DemoHouse } from './demo-house.ts';

const site = 'demo';
const person: Principal = { id: 'demo', name: 'demo', kind: 'home', grants: [{ site, may: 'owner' }] };

/** A load on the surplus and two rules, for what the demo has. */
const rules = `battery: {charge: 1500, full: 95}
loads:
  - {name: Boiler, device: relays, point: relay.on.1, power: 1500, min_on: 10 min}
circuits:
  - name: Main fuse
    measured: [grid.current.l1, grid.current.l2, grid.current.l3]
    limit: 25
    gives:
      - {device: relays, point: relay.on.1, takes: 7}
rules:
  - name: Water the garden at noon
    when: [{kind: sun, at: noon}]
    do: [{kind: set, device: relays, point: relay.on.2, value: on, for: 20 min}]
  - name: Warn when the battery is low
    when: [{kind: becomes, that: battery.soc < 20 %, for: 5 min}]
    do: [{kind: notify, title: "The battery is at {battery.soc}", severity: warning}]
`;

const automationOf = ({ hub }: DemoHouse) => hub.as(person).site(site).automation();

/** Gives the demo its rules; one that has rules of an earlier time keeps them. */
export async function giveRules(house: DemoHouse): Promise<void> {
  const automation = automationOf(house);
  if (automation.view().text === '') await automation.save(rules);
}

/** Adds chargers to what the demo does, where it has none, and the device that charges to its main fuse. */
export async function addChargers(
  house: DemoHouse,
  { device, chargers }: { readonly device: string; readonly chargers: string },
): Promise<void> {
  const automation = automationOf(house);
  const { text } = automation.view();
  // The car gives way to the house before its hot water does.
  const shared = text.replace(/^( +)gives:\n/m, `$&$1  - {device: ${device}, point: charger.current.limit}\n`);
  if (!/^chargers:/m.test(text)) await automation.save(`${shared}${chargers}`);
}
