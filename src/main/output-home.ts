// What the outputs of a house may see of a home, and do in it: through the door, as anybody.
import type { Action, Principal } from '#core/access.ts';
import { isMetricId } from '#core/catalogue.ts';
import type { Clock } from '#core/clock.ts';
import type { SettingView } from '#core/command.ts';
import type { SiteFacts } from '#core/consumer.ts';
import { SolsteadError } from '#core/errors.ts';
import type { FormerEntity } from '#core/output.ts';
import { because } from '#core/reason.ts';
import type { Registry } from '#devices/on-demand.ts';
import type { OpenHub } from '#hub/open-hub.ts';
import type { SiteDoor } from '#hub/types.ts';
import type { CommandRole, GridPower, HomeEnergy, HomeFlow, OutputHome, OutputSetting } from '#outputs/output-kind.ts';

/** What it is made of. */
interface HomeParts {
  readonly clock: Clock;
  /** The hub, once it is open. */
  readonly running: { readonly hub?: OpenHub };
  /** What devices there are; absent: nothing is known of what other programs called their values. */
  readonly registry?: Pick<Registry, 'definitionOf'> | undefined;
}

const actionsOf: Readonly<Record<CommandRole | 'reader', readonly Action[]>> = {
  reader: ['site.read'],
  operator: ['site.read', 'device.command'],
  admin: ['site.read', 'device.command', 'device.configure'],
};

/** Who an output is. */
const principalOf = (
  site: string,
  role: CommandRole | 'reader',
  { id, name }: { readonly id: string; readonly name: string } = { id: 'reader', name: 'output' },
): Principal => ({
  id: `output.${id}`,
  name,
  kind: 'output',
  grants: [{ site, may: { actions: actionsOf[role] } }],
});

/** When a day of this home began is that of its ledger; before this nobody counted, epoch ms. */
const firstMs = Date.UTC(2000, 0, 1);

type Report = Awaited<ReturnType<ReturnType<SiteDoor['energy']>['report']>>;

/** The figures of a report as numbers; what the home does not have is absent. */
function figuresOf({ total }: Report): HomeEnergy['today'] {
  const { pvWh, importWh, exportWh, chargeWh, dischargeWh, generatorWh, loadWh, cost, earned } = total;
  const energy = { pvWh, importWh, exportWh, chargeWh, dischargeWh, generatorWh, loadWh };
  const money = { cost: cost === undefined ? undefined : Number(cost), earned: earned && Number(earned) };
  return Object.fromEntries(
    Object.entries({ ...energy, ...money }).filter(([, value]) => typeof value === 'number' && Number.isFinite(value)),
  );
}

/** What may be set without a confirmation. */
function settable(views: readonly SettingView[]): readonly SettingView[] {
  return views.filter(({ dangerous }) => !dangerous);
}

/** Energy and money as they are counted now. Errors: `store.failed`. */
async function energyAt(door: SiteDoor, nowMs: number): Promise<HomeEnergy> {
  const energy = door.energy();
  const today = await energy.report({ fromMs: nowMs, toMs: nowMs + 1, by: 'day' });
  const total = await energy.report({ fromMs: firstMs, toMs: nowMs + 1, by: 'year' });
  const { currency } = today;
  return {
    sinceMs: today.rows[0]?.startMs ?? nowMs,
    currency,
    today: figuresOf(today),
    total: figuresOf(total),
  };
}

/** The powers of a flow that are known and not old. */
function powersOf({ flow: { pv, grid, battery, load, soc } }: ReturnType<SiteDoor['snapshot']>): HomeFlow {
  const known = Object.entries({ pvW: pv, gridW: grid, batteryW: battery, loadW: load }).flatMap(
    ([name, { powerW, quality }]) => (powerW === undefined || quality === 'stale' ? [] : [[name, powerW] as const]),
  );
  return { ...Object.fromEntries(known), ...(soc === undefined ? {} : { soc }) };
}

/** The grid connection of a flow; nothing, where it is not known or old. */
function gridOf({ grid: { powerW, atMs, quality } }: ReturnType<SiteDoor['snapshot']>['flow']): GridPower | undefined {
  if (powerW === undefined || atMs === undefined || quality === 'stale' || quality === 'held') return undefined;
  return { powerW, atMs, isEstimated: quality === 'estimated' };
}

/** Entities that mpp-solar made of a device. Errors: `protocol.unknown`. */
export async function formerEntities(
  facts: Pick<SiteFacts, 'device'>,
  registry: HomeParts['registry'],
  device: string,
): Promise<readonly FormerEntity[]> {
  const found = facts.device(device);
  if (found === undefined || registry === undefined) return [];
  const { oldEntitiesOf } = await import('#devices/mpp-solar/old-entities.ts');
  return oldEntitiesOf(await registry.definitionOf(found.record.definition));
}

/** A home as its outputs see it. */
export function outputHomeOf(facts: SiteFacts, { clock, running, registry }: HomeParts): OutputHome {
  const { id } = facts.site;
  const isOpen = (hub: OpenHub): boolean =>
    hub
      .as(principalOf(id, 'reader'))
      .sites()
      .some((site) => site.id === id);
  /** Errors: `site.unknown` while it is being opened. */
  const door = (principal: Principal): SiteDoor => {
    const { hub } = running;
    if (hub === undefined || !isOpen(hub)) throw new SolsteadError('site.unknown', { at: id });
    return hub.as(principal).site(id);
  };
  const shown = () => {
    const { hub } = running;
    return hub === undefined || !isOpen(hub) ? undefined : door(principalOf(id, 'reader')).snapshot();
  };
  return {
    facts,
    values() {
      const { hub } = running;
      if (hub === undefined || !isOpen(hub)) return [];
      return door(principalOf(id, 'reader'))
        .seen()
        .values.flatMap(({ device, metric, value, atMs, quality }) =>
          quality === 'stale' || !isMetricId(metric) ? [] : [{ device, metric, value, atMs }],
        );
    },
    grid() {
      const flow = shown()?.flow;
      return flow === undefined ? undefined : gridOf(flow);
    },
    now: () => ({ ...(shown() ?? { devices: [], values: [], flow: undefined }), zone: facts.site.timeZone }),
    async settings(device, role) {
      const { devices } = door(principalOf(id, role));
      const own = settable(await devices.capabilities(device)).flatMap((view): readonly OutputSetting[] =>
        view.setPoint === undefined ? [] : [{ view, target: { setPoint: view.setPoint } }],
      );
      if (role !== 'admin') return own;
      // What serves a set-point is there already.
      const makers = settable(await devices.settings(device)).filter(({ setPoint }) => setPoint === undefined);
      return [...own, ...makers.map((view) => ({ view, target: { setting: view.name } }))];
    },
    async command({ by, role, device, target, value }) {
      const result = await door(principalOf(id, role, by)).devices.set({ device, target, value });
      if (result.outcome === 'armed')
        throw new SolsteadError('access.denied', { at: device, why: because('output.dangerous') });
      return result;
    },
    flow() {
      const home = shown();
      return home === undefined ? {} : powersOf(home);
    },
    formerEntities: (device) => formerEntities(facts, registry, device),
    energy: async () => energyAt(door(principalOf(id, 'reader')), clock.nowMs()),
  };
}
