// Whatever is logged, printed or thrown whole: passwords of flags and environment hide themselves by what they are.
import { inspect } from 'node:util';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { run } from '#cli/program.ts';
import type { ServeFlags } from '#cli/flags.ts';
import { commandContext } from './command-context.ts';
import { historySecrets, secretOf } from './environment.ts';
import { parseHistoryPlace } from './history-place.ts';
import { parseRecordsPlace } from './records-place.ts';

const secret = 'hunter2';

function shownIn(options: object): string {
  const lines: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  log.info(options, 'all of it');
  log.error({ err: Object.assign(new Error('it failed'), { options }) }, 'with what it had');
  return [...lines, inspect(options, { depth: 9, showHidden: true }), JSON.stringify(options)].join('\n');
}

const given = {
  SOLSTEAD_HISTORY: `postgres://me:${secret}@localhost/history?sslpassword=${secret}`,
  SOLSTEAD_RECORDS: `postgres://me:${secret}@localhost/records`,
  SOLSTEAD_HISTORY_TOKEN: secret,
  SOLSTEAD_HISTORY_PASSWORD: secret,
  SOLSTEAD_RECORDS_PASSWORD: secret,
  SOLSTEAD_MQTT_PASSWORD: secret,
  SOLSTEAD_BACKUP_SECRET: secret,
};

/** Flags as the command line reads them. */
function flagsOf(args: readonly string[]): Promise<ServeFlags> {
  return new Promise((resolve, reject) => {
    // It is not served: the flags are all that is asked for.
    const serveHome = (flags: ServeFlags): Promise<never> => {
      resolve(flags);
      return new Promise(() => undefined);
    };
    run(args, { ...commandContext, serveHome }).catch(reject);
  });
}

test('a log of all options holds no secret', async (context) => {
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
  context.onTestFinished(() => void vi.unstubAllEnvs());
  const flags = await flagsOf(['serve']);
  const { history, records } = flags;
  if (history === undefined || records === undefined) throw new TypeError('assertion: places are read');
  const options = {
    flags,
    broker: { url: 'mqtt://me@localhost', password: secretOf('SOLSTEAD_MQTT_PASSWORD') },
    history: { place: parseHistoryPlace(history), secrets: historySecrets(), end: historySecrets('FROM') },
    records: parseRecordsPlace(records, secretOf('SOLSTEAD_RECORDS_PASSWORD')),
    backup: { secret: commandContext.secret('SOLSTEAD_BACKUP_SECRET') },
  };
  expect(shownIn(options)).not.toContain(secret);
  expect(shownIn(options)).toContain('[hidden]');
  expect([options.broker, options.history.secrets, options.records].map((one) => one.password?.reveal())).toEqual(
    Array(3).fill(secret),
  );
});
