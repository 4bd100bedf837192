// The outputs of a home behind the door: who manages it says where its readings go. Each act is logged, without the secret.
import type { Permission, Principal } from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import type {
  OutputChange,
  OutputDesk,
  OutputRemoved,
  OutputSettings,
  OutputTested,
  OutputTrial,
  OutputView,
} from '#core/output.ts';
import { permit } from '#core/permit.ts';
import { because } from '#core/reason.ts';
import type { SiteRecord } from '#core/records.ts';
import type { GivenStatistics, StatisticsAsk } from '#core/statistics.ts';
import type { SiteEnergy } from '#ledger/site-energy.ts';
import type { Performer } from './perform.ts';

/** The outputs of a home for one principal. Errors of all: `access.denied`, `output.failed` where there are none. */
export interface OutputDoor {
  list(): Promise<readonly OutputView[]>;
  /** Errors: `input.invalid`, `access.step-up`. */
  add(change: OutputChange): Promise<OutputView>;
  /** Errors: `input.invalid`, `output.unknown`, `access.step-up`. */
  change(id: string, change: OutputChange): Promise<OutputView>;
  /** Errors: `output.unknown`, `access.step-up`. */
  remove(id: string): Promise<OutputRemoved>;
  /** Errors: `input.invalid`, `output.*`, `access.step-up`, `link.*`. */
  test(trial: OutputTrial): Promise<OutputTested>;
  /** Hours of energy for Home Assistant's statistics. Errors: `input.usage`, `access.*`, `command.refused`, `link.unavailable`. */
  giveStatistics(ask: StatisticsAsk): Promise<GivenStatistics>;
}

interface Visit {
  readonly inside: { readonly outputs?: OutputDesk | undefined; ledger(site: string): Pick<SiteEnergy, 'report'> };
  readonly performer: Performer;
  readonly principal: Principal;
}

/** Where it leads to, as the log names it. */
function placeOf(settings: OutputSettings): string {
  const { server, address, port } = settings as OutputSettings &
    Readonly<Record<'server' | 'address' | 'port', unknown>>;
  if (typeof server === 'string' && server !== '') return `${settings.kind} ${server}`;
  if (typeof address !== 'string') return settings.kind;
  return typeof port === 'number' ? `${settings.kind} ${address}:${port}` : `${settings.kind} ${address}`;
}

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : '');

/** The outputs of a site. */
export function outputDoor({ inside, performer, principal }: Visit, record: SiteRecord): OutputDoor {
  const site = record.id;
  const permission: Permission = { action: 'site.manage', site };
  const desk = (): OutputDesk => {
    if (inside.outputs !== undefined) return inside.outputs;
    throw new SolsteadError('output.failed', { at: 'outputs', why: because('output.none') });
  };
  // Readings go somewhere else, and a test shows a kept secret to whoever answers there: the person proves who it is.
  const act = <T>(name: string, subject: string, run: () => Promise<T>): Promise<T> =>
    performer.perform(principal, { permission, name, subject, isSensitive: true }, run);
  const told = ({ name, settings, isOn }: OutputChange): string =>
    `${name}: ${placeOf(settings)}${isOn ? '' : ', off'}`;
  return {
    async list() {
      permit(principal, permission);
      return desk().list(site);
    },
    add: (change) => act('add output', told(change), () => desk().add(site, change)),
    change: (id, change) => act('change output', `${id} ${told(change)}`, () => desk().change(site, id, change)),
    remove: (id) => act('remove output', id, () => desk().remove(site, id)),
    giveStatistics: (ask) =>
      act(ask.isGiven ? 'give statistics' : 'compare statistics', hostOf(ask.address), () =>
        desk().giveStatistics(record, ask, async ({ by, from, to }) => {
          const atMs = (day: string): number =>
            Temporal.PlainDate.from(day).toZonedDateTime(record.timeZone).epochMilliseconds;
          return (await inside.ledger(site).report({ by, fromMs: atMs(from), toMs: atMs(to) })).rows;
        }),
      ),
    test: (trial) => act('test output', placeOf(trial.settings), () => desk().test(site, trial)),
  };
}
