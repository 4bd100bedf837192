// For tests only: the house of `solstead demo` with its emulated devices and its past, owned and behind its server: what examples,
// contract and clients are tried with.
import { pino } from 'pino';
import type { Grant } from '#core/access.ts';
import { checkAreas, type ExaminationDesk } from '#core/check-up.ts';
import { systemClock as clock } from '#core/clock.ts';
import { hashPassword } from '#hub/passwords.ts';
import type { ServerOptions } from '#server/route-context.ts';
import { startServer } from '#server/server.ts';
import { noPlugIns } from '../plug-ins/plug-in-files.ts';
import type { PlugIns } from '../plug-ins/plug-in-set.ts';
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import { openDemoHouse } from '../demo-house.ts';
import { webRoot } from '../serve-home.ts';

/** The password of everybody in the house. */
export const password = 'a short sentence of mine';

const client = { from: '127.0.0.1', device: 'test' };

/** A house and who lives there. */
export interface OwnedHouse {
  readonly url: string;
  readonly port: number;
  /** The owner's token. */
  readonly token: string;
  readonly house: Awaited<ReturnType<typeof openDemoHouse>>;
  /** Makes an account, and returns its token. */
  person(name: string, grants: readonly Grant[]): Promise<string>;
  close(): Promise<void>;
}

/** A plug-in that is only told of. */
const shown = { file: 'my-output.ts', kind: 'output', id: 'csv-lines', title: 'CSV over TCP' } as const;
const onePlugIn: PlugIns = {
  ...noPlugIns,
  list: () => [{ ...shown, network: 'asked' }],
  allowNetwork: async (file, isAllowed) => {
    if (file !== shown.file) throw new SolsteadError('plugin.unknown', { at: file });
    return Promise.resolve({ ...shown, network: isAllowed ? 'allowed' : 'asked' });
  },
};

/** A look that is only told of. */
const oneLook: ExaminationDesk = {
  view: () => ({
    state: 'done',
    beganMs: Date.UTC(2026, 9, 25, 12),
    endedMs: Date.UTC(2026, 9, 25, 12, 0, 1),
    areas: [...checkAreas],
    lines: [
      { area: 'disk', state: 'ok', what: because('doctor.sync', { ms: 3.1 }) },
      {
        area: 'clock',
        state: 'warn',
        what: because('doctor.clock-free', { zone: 'Europe/Berlin' }),
        help: because('help.doctor-clock'),
      },
    ],
  }),
  begin: () => ({ state: 'running', beganMs: Date.UTC(2026, 9, 25, 12), areas: [], lines: [], isNew: true }),
};

/** Opens it on free ports. */
export async function openOwnedHouse(options: Partial<ServerOptions> = {}): Promise<OwnedHouse> {
  const log = pino({ level: 'silent' });
  const host = '127.0.0.1';
  const house = await openDemoHouse({ mqttPort: 0, seed: 1, log, plugIns: onePlugIn, examinations: oneLook });
  const { hub, records } = house;
  const passwordHash = await hashPassword(password);
  await records.accounts.saveFirst({ id: 'anna', name: 'Anna', passwordHash }, [{ site: '*', may: 'owner' }]);
  const signedIn = async (name: string): Promise<string> =>
    (await hub.access.signIn({ name, password, ...client })).token;
  const server = await startServer({
    host,
    port: 0,
    clock,
    log,
    version: 'test',
    webRoot,
    current: () => ({ hub, demo: false }),
    acceptUplink: (socket, visit) => house.farHomes.accept(socket, visit),
    broker: { host, port: house.broker.port ?? 0 },
    ...options,
  });
  return {
    url: `http://${host}:${server.port}`,
    port: server.port,
    token: await signedIn('Anna'),
    house,
    async person(name, grants) {
      await records.accounts.save({ id: name.toLowerCase(), name, passwordHash });
      for (const grant of grants) await records.grants.save(name.toLowerCase(), grant);
      return signedIn(name);
    },
    async close() {
      await server.close();
      await house.close();
    },
  };
}
