// A connection to a PostgreSQL server of somebody's own.
import { checkServerIdentity } from 'node:tls';
import { messageOf, SolsteadError, systemCode } from '#core/errors.ts';
import { because, said } from '#core/reason.ts';
import type { SqlLink, SqlOptions } from '#core/sql-link.ts';
import { openFailure } from './port-failure.ts';
import {
  type Dialled,
  type GuardedSocket,
  makeSqlLink,
  mostSaid,
  otherServer,
  type SqlLinkParts,
  usualWaits,
} from './sql-connection.ts';

/** Classes of SQLSTATE for values that are never taken: https://www.postgresql.org/docs/current/errcodes-appendix.html. P0 is a trigger's own. */
const unfit: readonly string[] = ['22', '23', 'P0'];
/** The account was refused. */
const account = '28';
/** The server ends, has no room for a further connection, or lost this one. */
const away: readonly string[] = ['08', '53300', '57P'];

/** Such a connection. Errors: `link.forbidden`. */
export function makePostgresLink(options: SqlOptions, parts: SqlLinkParts): SqlLink {
  return makeSqlLink(options, parts, {
    dial: (socket, onLost) => dial(options, parts, { socket, onLost }),
    failure: (thrown) => failureOf(options.name, thrown),
  });
}

async function dial(
  { name, host, port, user, database, tls }: SqlOptions,
  { password, waits = usualWaits }: SqlLinkParts,
  { socket, onLost }: { readonly socket: GuardedSocket; onLost(): void },
): Promise<Dialled> {
  const { Client } = (await import('pg')).default;
  const client = new Client({
    host,
    port,
    user,
    database,
    // A function: otherwise a file, or the environment, of whoever runs this process is asked.
    password: () => password?.reveal() ?? '',
    ssl:
      tls === undefined
        ? false
        : {
            ca: tls.ca,
            minVersion: 'TLSv1.2',
            checkServerIdentity: (_name: string, certificate) => checkServerIdentity(host, certificate),
          },
    stream: () => socket,
    application_name: 'solstead',
    connectionTimeoutMillis: waits.connectMs,
    keepAlive: true,
  });
  client.on('error', onLost);
  client.on('end', onLost);
  await client.connect().catch((thrown: unknown) => {
    throw isWordless(thrown) ? otherServer(name, 'PostgreSQL', thrown) : thrown;
  });
  return {
    ask: async (text, values) => (await client.query<Record<string, unknown>>(text, [...values])).rows,
    end: () => client.end(),
  };
}

const wantsPassword = /client password must be/;

/** Neither the server nor the system said why. */
const isWordless = (thrown: unknown): boolean =>
  stateOf(thrown) === undefined && systemCode(thrown) === undefined && !wantsPassword.test(messageOf(thrown));

function failureOf(at: string, thrown: unknown): SolsteadError {
  const state = stateOf(thrown);
  if (state === undefined) {
    if (systemCode(thrown) !== undefined) return openFailure(at, thrown);
    // The driver finds that out by itself, and says it in the words of the exchange.
    if (wantsPassword.test(messageOf(thrown))) {
      const why = because('server.wants-password');
      return new SolsteadError('output.failed', { at, why, help: because('help.output-account'), cause: thrown });
    }
    return new SolsteadError('link.unavailable', {
      at,
      why: said(messageOf(thrown).slice(0, mostSaid)),
      cause: thrown,
    });
  }
  const why = said(messageOf(thrown).slice(0, mostSaid));
  if (away.some((one) => state.startsWith(one)))
    return new SolsteadError('link.unavailable', { at, why, help: because('help.database'), cause: thrown });
  if (unfit.includes(state.slice(0, 2))) return new SolsteadError('output.unfit', { at, why, cause: thrown });
  const help = state.startsWith(account) ? because('help.output-account') : because('help.output-database');
  return new SolsteadError('output.failed', { at, why, help, cause: thrown });
}

/** SQLSTATE of what the server said. */
function stateOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || thrown.name !== 'error' || !('severity' in thrown)) return undefined;
  return systemCode(thrown);
}
