// Shelly devices of the second generation over HTTP, where there is no broker: RPC frames by POST to /rpc, asked instead of told.
// Their password is the link's. Source: [shelly-rpc].
import type { HttpRequest } from '#core/http-exchange.ts';
import { isJsonObject, type JsonObject, rpcRequest } from '#codec/shelly-rpc.ts';
import { freezeDeep } from '../define.ts';
import type { HttpDefinition, MqttDefinition } from '../definition.ts';
import { httpDefinition } from '../http-device.ts';
import { textAt, type TypedStateRow } from '../state-rows.ts';
import { emRows, shellyEm } from './em.ts';
import { rpcCall, rpcRefusal } from './fallback.ts';
import { pro3Rows, shellyPro3 } from './pro3.ts';
import { pro3emRows, shellyPro3em } from './pro3em.ts';

function rpc(method: string, params?: JsonObject): HttpRequest {
  const body = rpcRequest({ id: 1, src: 'solstead', method, ...(params === undefined ? {} : { params }) });
  return { method: 'POST', path: '/rpc', body };
}

const info: readonly TypedStateRow[] = [
  textAt({ path: 'result/id', name: 'id', label: 'Device id' }),
  textAt({ path: 'result/model', name: 'model', label: 'Model' }),
  textAt({ path: 'result/ver', name: 'ver', label: 'Firmware' }),
];

const inResult = (row: TypedStateRow): TypedStateRow => ({ ...row, path: `result/${row.path}` });

interface OverHttp {
  readonly of: MqttDefinition;
  readonly autodetect: number;
  readonly rows: readonly TypedStateRow[];
  /** Beginning of its device id, which is its name in the network, too. */
  readonly begins: RegExp;
}

function shellyOverHttp({ of, autodetect, rows, begins }: OverHttp): HttpDefinition {
  const { id, version, kind, maker, title, models, sources, writes } = of;
  return freezeDeep(
    httpDefinition({
      id: `${id}-http`,
      autodetect,
      aliases: [],
      version,
      kind,
      maker,
      title: `${title} over HTTP`,
      models,
      verified: 'document',
      sources,
      mdns: [{ type: '_shelly._tcp', named: begins.source }],
      pages: [
        {
          name: 'status',
          title: 'State of all components',
          request: rpc('Shelly.GetStatus'),
          answerBytes: 6000,
          rows: rows.map(inResult),
        },
        { name: 'info', title: 'What it is', request: rpc('Shelly.GetDeviceInfo'), answerBytes: 600, rows: info },
      ],
      refusal: rpcRefusal,
      write: rpcCall,
      writes: writes.map(({ readBack, ...write }) => ({
        ...write,
        ...(readBack === undefined ? {} : { readBack: { command: 'status', field: readBack.field } }),
      })),
      responseMs: 4000,
      live: { everySeconds: 5, commands: ['status'] },
      settings: { everySeconds: 86_400, commands: [] },
      identity: [
        { key: 'model', command: 'info', field: 'model' },
        { key: 'serial', command: 'status', field: 'mac' },
        { key: 'firmware', command: 'info', field: 'ver' },
      ],
      probe: {
        command: 'info',
        matches: ({ result }) => isJsonObject(result) && typeof result['id'] === 'string' && begins.test(result['id']),
      },
    }),
  );
}

/** Shelly Pro 3EM over HTTP. */
export const shellyPro3emHttp: HttpDefinition = shellyOverHttp({
  of: shellyPro3em,
  autodetect: 210,
  rows: pro3emRows,
  begins: /^shellypro3em(?:63|400)?-/i,
});

/** Shelly Pro 3 over HTTP. */
export const shellyPro3Http: HttpDefinition = shellyOverHttp({
  of: shellyPro3,
  autodetect: 220,
  rows: pro3Rows,
  begins: /^shellypro3-/i,
});

/** Shelly EM Gen3 and Pro EM over HTTP; a Pro 3EM answers as its three-phase profile and is chosen. */
export const shellyEmHttp: HttpDefinition = shellyOverHttp({
  of: shellyEm,
  autodetect: 215,
  rows: emRows,
  begins: /^shelly(?:emg3|proem50)-/i,
});
