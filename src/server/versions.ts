// Versions of what is answered: who has read something asks whether it is still the same, and a change says which one it is meant for.
// What measures along is left out where the version is that of something a person changes.
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { AnswerOf } from '#api/endpoints.ts';
import type { EndpointId } from '#api/routes.ts';
import type { App } from './route-context.ts';

/** Larger answers are not hashed: who asks for them has to read them anyway. */
const mostHashed = 262_144;

/** What is answered by a read, without what measures along. */
type Stable = { readonly [Id in EndpointId]?: (answer: AnswerOf<Id>) => unknown };

const stable: Stable = {
  readBudgets: ({ budgets }) => budgets.map(({ id, what, per, limit }) => ({ id, what, per, limit })),
  readBills: ({ bills }) =>
    bills.map(({ id, firstDay, lastDay, importWh, exportWh, amount }) => ({
      id,
      firstDay,
      lastDay,
      importWh,
      exportWh,
      amount,
    })),
  readPlant: ({ plant }) => plant,
  readHistoryState: ({ retention }) => retention,
  readDevice: ({ device: { id, name, definition, address, settings } }) => ({
    id,
    name,
    definition,
    address,
    settings,
  }),
  // What is wrong with the text depends on the devices of now, and not on who changed it.
  readAutomation: ({ text }) => text,
  readBackups: ({ settings }) => settings,
  readUplink: ({ settings }) => settings,
  readMonitoringSettings: ({ endsMs, moneyPerKwh, kgPerKwh, kgPerTree }) => ({
    endsMs,
    moneyPerKwh,
    kgPerKwh,
    kgPerTree,
  }),
  listOutputs: ({ outputs }) =>
    outputs.map(({ id, name, settings, filter, isOn }) => ({ id, name, settings, filter, isOn })),
  listAlertChannels: ({ channels }) => channels.map(withoutState),
};

/** A channel without how it is doing. */
function withoutState(channel: AnswerOf<'listAlertChannels'>['channels'][number]): unknown {
  const { hasSecret: _has, waiting: _waiting, sentMs: _sent, trouble: _trouble, ...set } = channel;
  return set;
}

/** Changes, and the read whose version they may name. */
export const versionedChanges: Readonly<Partial<Record<EndpointId, EndpointId>>> = {
  changeSite: 'readSite',
  changeDevice: 'readDevice',
  saveTariff: 'readTariff',
  addTariffVersion: 'readTariff',
  saveBudgets: 'readBudgets',
  saveBills: 'readBills',
  savePlant: 'readPlant',
  saveCountingOptions: 'readCountingOptions',
  setRetention: 'readHistoryState',
  saveAutomation: 'readAutomation',
  saveBackupSettings: 'readBackups',
  saveUplink: 'readUplink',
  changeMonitoring: 'readMonitoringSettings',
  changeOutput: 'listOutputs',
  saveAlertSettings: 'readAlertSettings',
  saveAlertPreferences: 'readAlertPreferences',
  changeAlertChannel: 'listAlertChannels',
  saveChargeSettings: 'readChargeSettings',
};

/** Weak: the bytes may be compressed in several ways. Source: RFC 9110 §8.8.3. */
const tagOf = (text: string): string => `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;

function versionOf(endpoint: EndpointId, answer: unknown): string {
  const part = stable[endpoint] as ((answer: unknown) => unknown) | undefined;
  return tagOf(JSON.stringify(part === undefined ? answer : (part(answer) ?? null)));
}

/** The tags that a header lists. */
const tagsIn = (header: string): readonly string[] =>
  [...header.slice(0, 2000).matchAll(/(?:W\/)?"([^"]*)"/g)].map(([, tag = '']) => tag);

const isAmong = (header: string, tag: string): boolean =>
  header.trim() === '*' || tagsIn(header).includes(tagsIn(tag)[0] ?? '');

/** Gives reads their versions, and answers 304 to who has read the same before. */
export function tellVersions(app: App): void {
  app.addHook('preSerialization', async (request, reply, body) => {
    const { endpoint } = request.routeOptions.config;
    const isVersioned = endpoint !== undefined && stable[endpoint] !== undefined;
    if (isVersioned && reply.statusCode === 200 && isRecord(body)) reply.header('etag', versionOf(endpoint, body));
    return body;
  });
  app.addHook('onSend', async (request, reply, body) => {
    const { endpoint } = request.routeOptions.config;
    const isRead = (request.method === 'GET' || request.method === 'HEAD') && reply.statusCode === 200;
    if (!isRead || endpoint === undefined || typeof body !== 'string' || body.length > mostHashed) return body;
    // One that leaves out what measures along would hide that it changed.
    if (stable[endpoint] !== undefined) return body;
    const tag = tagOf(body);
    reply.header('etag', tag);
    const known = request.headers['if-none-match'];
    if (known === undefined || !isAmong(known, tag)) return body;
    reply.code(304).removeHeader('content-type');
    return '';
  });
}

/** Answers a read for the one who wants to change it. */
export type ReadAgain = (endpoint: EndpointId, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** Carries changes out one after another where they name the version they are meant for. */
export function makeVersionCheck(
  readAgain: ReadAgain,
): <T>(
  endpoint: EndpointId,
  at: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  run: () => Promise<T>,
) => Promise<T> {
  const turns = new Map<string, Promise<unknown>>();
  return async (endpoint, { request, reply }, run) => {
    const wanted = request.headers['if-match'];
    if (wanted === undefined) return run();
    const read = versionedChanges[endpoint];
    if (read === undefined)
      throw new SolsteadError('input.invalid', { at: 'if-match', why: because('request.no-precondition') });
    const name = JSON.stringify([read, request.params]);
    const before = turns.get(name) ?? Promise.resolve();
    const turn = before.then(async () => {
      // As it is sent: what is undefined is not there.
      const now: unknown = JSON.parse(JSON.stringify(await readAgain(read, request, reply)));
      if (!isAmong(wanted, versionOf(read, now))) throw new SolsteadError('request.outdated', { at: 'if-match' });
      return run();
    });
    const quiet = turn.catch(() => undefined);
    turns.set(name, quiet);
    try {
      return await turn;
    } finally {
      if (turns.get(name) === quiet) turns.delete(name);
    }
  };
}
