// A connection to a MariaDB or MySQL server of somebody's own. Statements are prepared by the server, so that no value becomes part of one.
import { messageOf, SolsteadError, systemCode } from '#core/errors.ts';
import { because, said } from '#core/reason.ts';
import type { SqlLink, SqlOptions, SqlRow } from '#core/sql-link.ts';
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

/** Classes of SQLSTATE for values that are never taken: https://mariadb.com/kb/en/sqlstate/. 45 is a trigger's own. */
const unfit: readonly string[] = ['22', '23', '45'];
/** The account was refused: access denied, also to a database or a table. */
const account: readonly number[] = [1044, 1045, 1142, 1143, 1698];
/** The server ends, has no room for a further connection, or lost this one; or another statement is in the way. */
const away: readonly number[] = [1040, 1053, 1129, 1158, 1159, 1160, 1161, 1203, 1205, 1213, 1226, 1927];

/** Such a connection. Errors: `link.forbidden`. */
export function makeMysqlLink(options: SqlOptions, parts: SqlLinkParts): SqlLink {
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
  const { createConnection } = await import('mysql2');
  const connection = createConnection({
    host,
    port,
    user,
    database,
    password: password?.reveal() ?? '',
    ...(tls === undefined
      ? {}
      : {
          ssl: {
            ...(tls.ca === undefined ? {} : { ca: tls.ca }),
            minVersion: 'TLSv1.2',
            rejectUnauthorized: true,
            verifyIdentity: true,
          },
        }),
    stream: () => socket.connect(port, host).setNoDelay(true).setKeepAlive(true),
    charset: 'utf8mb4',
    timezone: 'Z',
    connectTimeout: waits.connectMs,
    // A server may ask its client for files; and no code is made of what it says.
    flags: ['-LOCAL_FILES'],
    disableEval: true,
    maxPreparedStatements: 8,
  });
  quieten(connection);
  connection.on('error', onLost);
  connection.on('end', onLost);
  // A packet out of its order: nobody knows what it answers.
  connection.on('warn', onLost);
  const client = connection.promise();
  await client.connect().catch((thrown: unknown) => {
    throw systemCode(thrown) === 'PROTOCOL_CONNECTION_LOST' ? otherServer(name, 'MySQL', thrown) : thrown;
  });
  return {
    async ask(text, values) {
      // Statements that the server prepares not, such as those of transactions, have no values.
      const [rows] = values.length === 0 ? await client.query(text) : await client.execute(text, values.flat());
      return Array.isArray(rows) ? (rows as readonly SqlRow[]) : [];
    },
    end: () => client.end(),
  };
}

const silent = (): void => undefined;

/** The driver prints a trace of what it cannot read, for each packet: whoever answers could fill the log. It is told as an error, too. */
function quieten(connection: object): void {
  const handle: unknown = Reflect.get(connection, 'handlePacket');
  if (typeof handle !== 'function') throw new TypeError('assertion: the driver handles packets elsewhere');
  Reflect.set(connection, 'handlePacket', (...packets: unknown[]) => {
    const { log, warn, error, trace } = console;
    Object.assign(console, { log: silent, warn: silent, error: silent, trace: silent });
    try {
      Reflect.apply(handle, connection, packets);
    } finally {
      Object.assign(console, { log, warn, error, trace });
    }
  });
}

function failureOf(at: string, thrown: unknown): SolsteadError {
  const { errno, sqlState } = thrown instanceof Error ? (thrown as Partial<Record<'errno' | 'sqlState', unknown>>) : {};
  const why = said(messageOf(thrown).slice(0, mostSaid));
  const unavailable = new SolsteadError('link.unavailable', { at, why, cause: thrown });
  if (typeof sqlState !== 'string' || typeof errno !== 'number') {
    const code = systemCode(thrown);
    return code !== undefined && /^E[A-Z]+$/.test(code) ? openFailure(at, thrown) : unavailable;
  }
  if (away.includes(errno) || sqlState.startsWith('08'))
    return new SolsteadError('link.unavailable', { at, why, help: because('help.database'), cause: thrown });
  if (unfit.includes(sqlState.slice(0, 2))) return new SolsteadError('output.unfit', { at, why, cause: thrown });
  const help = account.includes(errno) ? because('help.output-account') : because('help.output-database');
  return new SolsteadError('output.failed', { at, why, help, cause: thrown });
}
