// The one registry of errors. Code branches on a code or its kind, never on a message's text.
import { external } from './message-params.ts';
import { because, inEnglish, isAboutUrl, isReason, said, type Reason } from './reason.ts';

/**
 * `config`: a person must change something, the rest goes on; `transient`: retried with backoff by the drivers alone;
 * `command`: goes to whoever asked, never retried automatically.
 */
export type ErrorKind = 'config' | 'transient' | 'command';

/** One row of the registry. */
export interface ErrorRow {
  readonly kind: ErrorKind;
  /** What happened, for people. */
  readonly title: string;
  /** What to do about it. */
  readonly repair: string;
  /** What to do about it on the command line, if that differs; `{id}` is a parameter of the reason. */
  readonly cli?: string;
}

const table = {
  'input.hex': {
    kind: 'config',
    title: 'Not hexadecimal bytes',
    repair: 'Give pairs of 0–9 and a–f, such as 28 41 43 4b.',
  },
  'input.usage': {
    kind: 'config',
    title: 'Wrong arguments',
    repair: 'Correct what is named.',
    cli: 'See `solstead --help`.',
  },
  'input.invalid': { kind: 'command', title: 'The request is not valid', repair: 'Correct the field that is named.' },
  'input.not-json': {
    kind: 'command',
    title: 'The body of the request is not JSON',
    repair: 'Send the body as JSON with the header content-type: application/json.',
  },
  'input.too-large': {
    kind: 'command',
    title: 'The body of the request is too large',
    repair: 'Send at most 1 MiB at a time; what needs no account takes 8 KiB.',
  },
  'input.too-long': {
    kind: 'command',
    title: 'The address of the request is too long',
    repair: 'Shorten the part of the address that is too long.',
  },
  'path.unknown': { kind: 'command', title: 'There is nothing at this path', repair: 'Check the address.' },
  'path.method': {
    kind: 'command',
    title: 'This path does not take this method',
    repair: 'Use one of the methods that the header Allow names.',
  },
  internal: {
    kind: 'command',
    title: 'Something went wrong inside Solstead',
    repair: 'Try again; if it persists, look for the request in the log and report it.',
  },
  'address.invalid': {
    kind: 'config',
    title: 'Not a link address',
    repair:
      'Use serial:///dev/ttyUSB0?baud=2400, hid:///dev/hidraw0, tcp://host:port, udp://host:port, http://host, esphome://host, solar-assistant://host, ocpp://id or mqtt://host:port.',
  },
  'protocol.unknown': {
    kind: 'config',
    title: 'Unknown protocol',
    repair: 'Choose one from the list of protocols.',
    cli: 'See `solstead list protocols`.',
  },
  'command.unknown': {
    kind: 'command',
    title: 'Unknown command',
    repair: 'Choose one of the commands and settings of this device.',
    cli: 'See `solstead list commands {id}` or `solstead list settings {id}`.',
  },
  'command.refused': {
    kind: 'command',
    title: 'The device refused the command',
    repair: 'Check that this model and its present mode know the command.',
  },
  'command.unconfirmed': {
    kind: 'command',
    title: 'The device did not confirm the command',
    repair: 'Look at the device: it may or may not have acted. Send the command again when it is back.',
  },
  'command.differs': {
    kind: 'command',
    title: 'The device took the command and shows another value',
    repair: 'Look at the device: its mode, model or another setting may not allow this value.',
  },
  'command.not-armed': {
    kind: 'command',
    title: 'The command was not confirmed by a person',
    repair: 'Read what it does and confirm it; a confirmation holds for 60 seconds and for one value.',
  },
  'command.limits': {
    kind: 'command',
    title: 'The command is outside its limits',
    repair: 'Give a value inside the limits that are named.',
  },
  'command.expired': {
    kind: 'command',
    title: 'The command expired before it was sent',
    repair: 'Look why the device was busy or away, and send the command again with more time.',
  },
  'command.gone': {
    kind: 'command',
    title: 'No such command',
    repair: 'See the list of commands; the oldest are forgotten.',
  },
  'command.key-reused': {
    kind: 'command',
    title: 'The idempotency key belongs to another request',
    repair: 'Use a new key for each command, and the same one only to repeat the same request.',
  },
  'command.too-often': {
    kind: 'command',
    title: 'The command would wear the device out',
    repair: 'The device keeps each write in memory with a limited number of writes: let the program write less often.',
  },
  'link.unavailable': {
    kind: 'transient',
    title: 'The link cannot be opened',
    repair: 'Check the address, that the other end is plugged in and switched on, and that no other program uses it.',
  },
  'link.forbidden': {
    kind: 'config',
    title: 'No permission for the link',
    repair:
      'Let the user that runs Solstead use the port: for serial ports add it to the group `dialout` and sign in again.',
  },
  'link.closed': {
    kind: 'transient',
    title: 'The link was closed',
    repair: 'It is opened again automatically; check the cable if this happens often.',
  },
  'device.offline': {
    kind: 'transient',
    title: 'The device is offline',
    repair: 'Look at its power and its network, and send the command again when it is back.',
  },
  'link.timeout': {
    kind: 'transient',
    title: 'No answer in time',
    repair: 'Check the cable, the baud rate and the protocol; some devices need up to a minute after power-on.',
  },
  'frame.checksum': {
    kind: 'transient',
    title: 'The checksum does not match',
    repair: 'Check the cable and its length; a single failure is harmless.',
  },
  'frame.malformed': {
    kind: 'transient',
    title: 'The bytes are not an answer of this protocol',
    repair: 'Check the protocol and the baud rate.',
  },
  'broker.refused': {
    kind: 'config',
    title: 'The MQTT broker refused the account',
    repair: 'Check user name and password of the broker.',
  },
  'port.taken': {
    kind: 'config',
    title: 'The port is in use',
    repair: 'Stop the other program or choose another port.',
  },
  'folder.unwritable': {
    kind: 'config',
    title: 'The data folder cannot be written',
    repair: 'Make the folder writable, or choose another one.',
    cli: 'Choose another folder with --data, or make this one writable.',
  },
  'folder.missing': { kind: 'config', title: 'There is no such folder', repair: 'Name a folder that exists.' },
  'folder.locked': {
    kind: 'config',
    title: 'The data folder is in use',
    repair: 'Another Solstead uses this folder: stop it, or choose another folder.',
    cli: 'Another Solstead uses this folder: stop it, or choose another folder with --data.',
  },
  'store.failed': {
    kind: 'transient',
    title: 'The store could not write',
    repair: 'Check free space and the health of the disk; a server that keeps the history or the records must run.',
  },
  'store.fenced': {
    kind: 'transient',
    title: 'Another process runs this home now',
    repair: 'Nothing is to be done: what came before is kept, and the other process goes on with the site.',
  },
  'store.corrupt': {
    kind: 'config',
    title: 'A file of the store is damaged',
    repair: 'Restore the named file from a backup.',
    cli: 'Restore the named file from a backup, or see what `solstead repair` can save.',
  },
  'store.newer': {
    kind: 'config',
    title: 'A file of the store was written by a newer Solstead',
    repair: 'Start that version again, or restore the named file from a backup made before the update.',
  },
  'store.uncopied': {
    kind: 'config',
    title: 'The history of an earlier version cannot be copied before it is brought up to date',
    repair:
      'Make room where the history is, or move what is in the way, and start again. To go on without a copy, start with SOLSTEAD_WITHOUT_HISTORY_COPY=1 in the environment.',
  },
  'tariff.invalid': {
    kind: 'config',
    title: 'The tariff is not valid',
    repair: 'Correct the line that is named; docs/tariffs.md shows every kind of tariff.',
  },
  'automation.invalid': {
    kind: 'config',
    title: 'The automation is not valid',
    repair: 'Correct the line that is named; docs/automation.md shows rules, limits and scenes.',
  },
  'alert.unknown': {
    kind: 'command',
    title: 'There is no such alert',
    repair: 'Ask for the list of alerts again; one that is over cannot be acknowledged.',
  },
  'alert.no-channel': {
    kind: 'command',
    title: 'There is no such channel',
    repair: 'Ask for the list of channels again.',
  },
  'alert.not-sent': {
    kind: 'transient',
    title: 'The message was not taken',
    repair: 'Correct what the reason names; the test of the channel shows at once whether it works.',
  },
  'readings.invalid': {
    kind: 'config',
    title: 'The file of readings cannot be used',
    repair: 'Correct the place that is named; docs/energy.md shows what such a file looks like.',
  },
  'series.invalid': {
    kind: 'config',
    title: 'The series of prices or emissions cannot be read',
    repair: 'Check that the whole answer or file was taken, and that it is of the format that was named.',
  },
  'device.unknown': { kind: 'command', title: 'No such device', repair: 'See the list of devices.' },
  'device.exists': { kind: 'command', title: 'The device exists already', repair: 'Choose another name.' },
  'site.held': {
    kind: 'transient',
    title: 'Another process runs this home',
    repair: 'Ask that process, or stop it.',
  },
  'site.unknown': { kind: 'command', title: 'No such site', repair: 'See the list of sites.' },
  'invitation.unknown': { kind: 'command', title: 'No such invitation', repair: 'See the list of invitations.' },
  'anomaly.unknown': { kind: 'command', title: 'No such finding', repair: 'See the list of findings.' },
  'access.signed-out': { kind: 'command', title: 'Not signed in', repair: 'Sign in.' },
  'access.denied': { kind: 'command', title: 'Not allowed', repair: 'Ask the owner of the home.' },
  'access.credentials': { kind: 'command', title: 'Wrong name or password', repair: 'Check both and try again.' },
  'access.second-factor': {
    kind: 'command',
    title: 'A second factor is needed',
    repair: 'Give the code of the app that makes them, a recovery code, or a passkey, together with name and password.',
  },
  'access.refresh': {
    kind: 'command',
    title: 'This refresh token is worth nothing any more',
    repair: 'Sign in again.',
  },
  'access.step-up': {
    kind: 'command',
    title: 'This needs to know that it is really you',
    repair:
      'Confirm it with your passkey, your PIN, or your password (and a code, if your account asks for codes), and ask again; that holds for five minutes.',
  },
  'access.throttled': { kind: 'command', title: 'Too many attempts', repair: 'Wait a minute and try again.' },
  'access.plain': {
    kind: 'command',
    title: 'This port speaks no TLS',
    repair: 'Ask with https. A password or token that was sent here may have been read on the way: replace it.',
  },
  'server.not-ready': {
    kind: 'transient',
    title: 'Solstead is not ready',
    repair: 'Ask again in a few seconds.',
  },
  'automation.busy': {
    kind: 'command',
    title: 'An automation is being tried already',
    repair: 'Wait until that trial has ended, and ask again.',
  },
  'import.busy': {
    kind: 'command',
    title: 'An import is running already',
    repair: 'Wait until it has ended, or end it, and ask again.',
  },
  'export.busy': {
    kind: 'command',
    title: 'Too many exports at once',
    repair: 'Wait until one of them has ended, and ask again.',
  },
  'request.too-many': {
    kind: 'command',
    title: 'Too many requests',
    repair: 'Wait as long as Retry-After says, and ask less often.',
  },
  'request.outdated': {
    kind: 'command',
    title: 'It was changed by somebody else in the meantime',
    repair: 'Read it again, and send the change with the ETag of what was read.',
  },
  'uplink.failed': {
    kind: 'config',
    title: 'The uplink does not work',
    repair: 'Check address, client id and secret, and that the far side runs; then test again.',
  },
  'uplink.unknown': { kind: 'command', title: 'No such home', repair: 'See the list of homes that send here.' },
  'output.failed': {
    kind: 'config',
    title: 'The output does not work',
    repair: 'Check the address, the account and its password, and that the server runs; then test again.',
  },
  'output.unfit': {
    kind: 'command',
    title: 'The server will never take these values',
    repair: 'See what the server says of them; what it takes goes on.',
  },
  'output.refused': {
    kind: 'config',
    title: 'The server refuses what it is sent',
    repair: 'Check the address and what the server says; then test again.',
  },
  'output.unknown': { kind: 'command', title: 'No such output', repair: 'See the list of outputs.' },
  'plugin.unknown': {
    kind: 'command',
    title: 'No such plug-in, or none that asks for anything',
    repair: 'See the list of plug-ins.',
  },
  'plugin.failed': {
    kind: 'transient',
    title: 'The plug-in failed',
    repair: 'Look at what it says; it is started again after a pause. Only the owner of the machine can change it.',
  },
  'backup.damaged': {
    kind: 'command',
    title: 'The backup cannot be used',
    repair: 'Take another backup; nothing was changed.',
  },
  'backup.passphrase': {
    kind: 'command',
    title: 'The passphrase does not open the backup',
    repair: 'Check the passphrase; nothing was changed.',
  },
  'backup.newer': {
    kind: 'command',
    title: 'The backup was made by a newer Solstead',
    repair: 'Update Solstead, then restore; nothing was changed.',
  },
  'backup.refused': {
    kind: 'command',
    title: 'The restore was refused',
    repair:
      'Restore into an empty folder, or say that the home there is to be replaced; it is kept beside the new one.',
    cli: 'Restore into an empty folder, or add --replace: the home there is kept beside the new one.',
  },
  'backup.failed': {
    kind: 'command',
    title: 'The backup could not be made',
    repair: 'Correct what is named, and make it again.',
  },
  'backup.unknown': { kind: 'command', title: 'No such backup', repair: 'See the list of backups.' },
  'backup.no-upload': {
    kind: 'command',
    title: 'No such upload',
    repair: 'Begin another upload: the one before may have been dropped, or Solstead was started again.',
  },
  'backup.busy': {
    kind: 'command',
    title: 'A backup or a restore is running already',
    repair: 'Wait until it has ended.',
  },
  'backup.place': {
    kind: 'transient',
    title: 'The place of the backups cannot be used',
    repair: 'Check its address, its account and its room; it is tried again.',
    cli: 'Check its address, its account and its room.',
  },
  'access.owned': {
    kind: 'command',
    title: 'This home has an owner already',
    repair: 'Sign in, or ask the owner for an account.',
  },
} as const satisfies Record<string, ErrorRow>;

/** A code of the registry. */
export type ErrorCode = keyof typeof table;

/** Every error Solstead raises on purpose, by code. */
export const errorRegistry: Readonly<Record<ErrorCode, ErrorRow>> = Object.freeze(table);

/** Where and why an error happened; neither may hold a secret. */
export interface ErrorPlace {
  /** The thing: a link address, a device, a file, a field. */
  readonly at: string;
  /** The reason of this case. */
  readonly why?: Reason;
  /** What helps in this case, if the registry's repair does not fit. */
  readonly help?: Reason;
  readonly cause?: unknown;
  /** When to try again, s, where that is known. */
  readonly retrySeconds?: number;
}

/** The id that a reason names, itself or in the reason inside it. */
function idIn(reason: Reason | undefined): string | undefined {
  const { id, reason: inner } = reason?.params ?? {};
  if (typeof id === 'string') return id;
  return isReason(inner) ? idIn(inner) : undefined;
}

/** A failure of the world outside; our own mistakes are assertions (`TypeError`). */
export class SolsteadError extends Error {
  override readonly name = 'SolsteadError';
  readonly code: ErrorCode;
  readonly at: string;
  /** The reason as a code with parameters, for people to read it in their language. */
  readonly reason: Reason | undefined;
  /** The reason in English. */
  readonly why: string | undefined;

  /** What helps in this case, as a code; absent: what the registry says. */
  readonly help: Reason | undefined;

  /** When to try again, s. */
  readonly retrySeconds: number | undefined;

  constructor(code: ErrorCode, { at, why, help, cause, retrySeconds }: ErrorPlace) {
    const english = why === undefined ? undefined : inEnglish(why);
    super(`${at}: ${english ?? errorRegistry[code].title.toLowerCase()}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.at = at;
    this.reason = why;
    this.help = help;
    this.retrySeconds = retrySeconds;
    this.why = english;
  }

  get kind(): ErrorKind {
    return errorRegistry[this.code].kind;
  }

  /** What a person can do about it, in English. */
  get repair(): string {
    return this.help === undefined ? errorRegistry[this.code].repair : inEnglish(this.help);
  }

  /** The same for somebody at the command line. */
  get cliRepair(): string {
    const { cli }: ErrorRow = errorRegistry[this.code];
    const id = idIn(this.reason);
    if (this.help !== undefined || cli === undefined || (cli.includes('{id}') && id === undefined)) return this.repair;
    return cli.replaceAll('{id}', id ?? '');
  }
}

/** Why something failed, with the place if known: to be kept and shown later. */
export function reasonOf(thrown: unknown): Reason {
  if (!(thrown instanceof SolsteadError)) return said(thrown);
  const { at, code, reason = because('outside.said', { said: errorRegistry[code].title.toLowerCase() }) } = thrown;
  return because('outside.at', { at: external(at), reason });
}

/** Why something was thrown, for whoever names the place: without the place that it names itself. */
export const whyOf = (thrown: unknown): Reason =>
  thrown instanceof SolsteadError && thrown.reason !== undefined ? thrown.reason : said(thrown);

/** Whether something thrown is a {@link SolsteadError}, of one of the codes if any are given. */
export function isSolsteadError(thrown: unknown, ...codes: readonly ErrorCode[]): thrown is SolsteadError {
  return thrown instanceof SolsteadError && (codes.length === 0 || codes.includes(thrown.code));
}

/** The system's error code of something thrown (`ENOENT`), if it has one. */
export function systemCode(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** Which file the system complains of, and a colon. */
function pathOf(thrown: unknown): string {
  const path = typeof thrown === 'object' && thrown !== null && 'path' in thrown ? thrown.path : undefined;
  return typeof path === 'string' ? `${path}: ` : '';
}

/** The message of something thrown. */
export function messageOf(thrown: unknown): string {
  if (isAboutUrl(thrown)) return inEnglish(said(thrown));
  const reason = said(thrown);
  if (reason.code !== 'outside.said') return `${pathOf(thrown)}${inEnglish(reason)}`;
  return thrown instanceof Error ? thrown.message : String(thrown);
}
