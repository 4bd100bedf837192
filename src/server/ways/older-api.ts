// The older web API over the same home: current data, history, commands, a refresh. Thin over the door, in the shapes of older-shapes.ts.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { olderEndpoints } from '#api/endpoints/older.ts';
import type { OlderPoint } from '#api/older.ts';
import type { CommandTarget } from '#core/command.ts';
import { SolsteadError } from '#core/errors.ts';
import type { HistoryPage } from '#core/history.ts';
import { because } from '#core/reason.ts';
import { isSetPointId } from '#core/set-points.ts';
import { minuteMs } from '#core/time.ts';
import type { SiteDoor } from '#hub/types.ts';
import type { Call, HandlersOf } from '../endpoint-routes.ts';
import { watchedFile } from '../export-route.ts';
import { instantOf } from '../history-query.ts';
import type { App, RouteContext } from '../route-context.ts';
import { callerOf, doorOf } from '../session.ts';
import { olderDevices } from './older-shapes.ts';

/** The tool kept 1000 moments, one every 30 s. */
const usualSpanMs = 500 * minuteMs;
const mostMoments = 10_000;
/** Moments of all history that are sent at most: a file of about a gigabyte. */
const mostOfAll = 5_000_000;
const refreshPauseMs = 5000;

/** The home that is meant. Errors: `site.unknown`. */
function siteOf(request: FastifyRequest, asked: string | undefined): SiteDoor {
  const door = doorOf(request);
  const id = asked ?? door.sites()[0]?.id;
  if (id === undefined) throw new SolsteadError('site.unknown', { at: 'site', why: because('older.no-home') });
  return door.site(id);
}

/** The moments of a page, in order of time. */
function momentsOf({ columns }: HistoryPage): readonly OlderPoint[] {
  const moments = new Map<string, { readonly atMs: number; readonly device: string; data: Record<string, number> }>();
  for (const { key, atMs, value } of columns)
    for (const [index, at] of atMs.entries()) {
      const one = moments.getOrInsertComputed(`${at} ${key.device}`, () => ({
        atMs: at,
        device: key.device,
        data: {},
      }));
      const shown = value[index];
      if (shown !== undefined) one.data[key.metric] = shown;
    }
  return [...moments.values()]
    .toSorted((left, right) => left.atMs - right.atMs || (left.device < right.device ? -1 : 1))
    .map(({ atMs, device, data }) => ({ timestamp: new Date(atMs).toISOString(), device, data }));
}

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly device: string | undefined;
}

/** Every moment of a stretch, in order. */
async function* moments(site: SiteDoor, { fromMs, toMs, device }: Stretch): AsyncGenerator<OlderPoint> {
  const store = await site.history();
  const all = await store.series(site.record.id);
  const series = all.filter((key) => device === undefined || key.device === device);
  if (series.length === 0) return;
  for await (const page of store.pages({ series, fromMs, toMs })) yield* momentsOf(page);
}

/** All of it as text, bounded: whether it is complete stands at the end. */
async function* allText(site: SiteDoor, stretch: Stretch): AsyncGenerator<string> {
  yield '{"data":[';
  let count = 0;
  for await (const point of moments(site, stretch)) {
    if (count === mostOfAll) {
      yield `],"count":${count},"complete":false}`;
      return;
    }
    yield `${count === 0 ? '' : ','}${JSON.stringify(point)}`;
    count += 1;
  }
  yield `],"count":${count},"complete":true}`;
}

async function* inBytes(texts: AsyncGenerator<string>): AsyncGenerator<Uint8Array> {
  let waiting = '';
  for await (const text of texts) {
    waiting += text;
    if (waiting.length < 16_384) continue;
    yield Buffer.from(waiting);
    waiting = '';
  }
  yield Buffer.from(waiting);
}

/** The device that is meant. Errors: `input.invalid` where several might be. */
function deviceOf(site: SiteDoor, asked: string | undefined): string {
  const { devices } = site.seen();
  const [only] = devices;
  if (asked !== undefined) return asked;
  if (only === undefined || devices.length > 1)
    throw new SolsteadError('input.invalid', { at: 'device', why: because('older.which-device') });
  return only.id;
}

/** Refuses a device that is not there and never was. Errors: `device.unknown`. */
async function assertDevice(site: SiteDoor, asked: string | undefined): Promise<void> {
  if (asked === undefined || site.seen().devices.some(({ id }) => id === asked)) return;
  const series = await (await site.history()).series(site.record.id);
  if (!series.some(({ device }) => device === asked)) throw new SolsteadError('device.unknown', { at: asked });
}

const questions: Readonly<Record<string, (site: SiteDoor, device: string) => Promise<unknown>>> = {
  get_status: async (site, device) => olderDevices(site.seen(), new Set([device]))[device]?.data ?? {},
  get_settings: async (site, device) =>
    Object.fromEntries((await site.devices.settings(device)).map(({ name, current }) => [name, current ?? null])),
  list_commands: async (site, device) => [
    ...(await site.devices.capabilities(device)).map(({ name }) => name),
    ...(await site.devices.settings(device)).map(({ name }) => name),
  ],
};

async function obey({ body, request }: Pick<Call<'sendOlderCommand'>, 'body' | 'request'>) {
  const { site: asked, command, value = '', arm } = body;
  const site = siteOf(request, asked);
  const device = deviceOf(site, body.device);
  const question = Object.hasOwn(questions, command) ? questions[command] : undefined;
  if (question !== undefined) {
    // As any question about a device: one that is not there, or not to be seen, is unknown.
    await site.devices.capabilities(device);
    return { status: 'success', device, command, result: await question(site, device) } as const;
  }
  const target: CommandTarget = isSetPointId(command) ? { setPoint: command } : { setting: command };
  const armed = arm === undefined ? {} : { arm };
  const set = typeof value === 'boolean' ? Number(value) : value;
  const result = await site.devices.set({ device, target, value: set, ...armed });
  return { status: result.outcome === 'armed' ? 'armed' : 'success', device, command, result } as const;
}

/** Answers of the older web API. */
export function olderHandlers(context: RouteContext): HandlersOf<typeof olderEndpoints> {
  const { clock } = context.options;
  /** By home, when its devices may be asked again. */
  const refreshed = new Map<string, number>();
  return {
    readOlderData: ({ query, request }) => olderDevices(siteOf(request, query.site).seen()),
    async readOlderHistory({ query, request }) {
      const site = siteOf(request, query.site);
      // Times are UTC here, in and out: docs/older-api.md.
      const toMs = query.end === undefined ? clock.nowMs() : instantOf(query.end, 'end', 'UTC');
      const fromMs = query.start === undefined ? toMs - usualSpanMs : instantOf(query.start, 'start', 'UTC');
      if (fromMs > toMs) throw new SolsteadError('input.invalid', { at: 'start', why: because('request.from-to') });
      await assertDevice(site, query.device);
      const data: OlderPoint[] = [];
      let next: string | undefined;
      for await (const point of moments(site, { fromMs, toMs, device: query.device })) {
        // A moment is given whole: several devices may share one.
        if (data.length >= mostMoments && point.timestamp !== data.at(-1)?.timestamp) {
          next = point.timestamp;
          break;
        }
        data.push(point);
      }
      const [start, end] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
      const more = next === undefined ? { complete: true } : { complete: false, next };
      return { start, end, count: data.length, ...more, data };
    },
    async readAllOlderHistory({ query, request, reply }) {
      const site = siteOf(request, query.site);
      await assertDevice(site, query.device);
      const stretch = { fromMs: 0, toMs: clock.nowMs() + 1, device: query.device };
      return watchedFile(context, { request, reply }, inBytes(allText(site, stretch)));
    },
    sendOlderCommand: obey,
    async refreshDevices({ query, request }) {
      const site = siteOf(request, query.site);
      const { id } = site.record;
      const nowMs = clock.monotonicMs();
      if (nowMs < (refreshed.get(id) ?? 0))
        throw new SolsteadError('command.too-often', { at: id, why: because('refresh.too-soon') });
      refreshed.set(id, nowMs + refreshPauseMs);
      return { status: 'refreshing', devices: site.refresh() } as const;
    },
  };
}

/** Begins a stream of events for the caller. */
async function stream({ sockets, streams }: RouteContext, request: FastifyRequest, reply: FastifyReply) {
  const { site: asked } = request.query as { readonly site?: string };
  const caller = callerOf(request);
  const site = siteOf(request, asked);
  const given = request.headers['last-event-id'];
  const lastId = typeof given === 'string' ? given : undefined;
  const headers = {
    ...reply.getHeaders(),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // nginx would gather events otherwise.
    'x-accel-buffering': 'no',
  };
  const { raw } = reply;
  const of = { hub: caller.hub, site, person: doorOf(request).principal.id, lastId };
  const head = (): void => void raw.writeHead(200, headers as Record<string, string>);
  const end = streams.open(raw, of, head);
  reply.hijack();
  const forget = sockets.watch(caller, end);
  raw.on('close', forget);
}

/** Registers the stream: it has no end, so it stands beside the table of endpoints. */
export function registerStream(app: App, context: RouteContext): void {
  app.route({
    method: 'GET',
    url: '/stream',
    config: { action: 'site.read' },
    exposeHeadRoute: false,
    handler: (request, reply) => stream(context, request, reply),
  });
}
