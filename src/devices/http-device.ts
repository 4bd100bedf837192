// A device that answers HTTP with JSON, described by its pages: what is asked for, and what stands where in the answer.
import type { HttpRequest } from '#core/http-exchange.ts';
import { httpJsonWire, readBody } from '#codec/http-json.ts';
import type { JsonObject } from '#codec/shelly-rpc.ts';
import { read } from './define.ts';
import type { Derivation, HttpDefinition, ReadCommand, WriteCommand } from './definition.ts';
import { jsonTable, type TypedStateRow } from './state-rows.ts';

/** One page of a device. */
export interface HttpPage {
  /** How people ask for it. */
  readonly name: string;
  readonly title: string;
  readonly request: HttpRequest;
  /** Usual size of the answer, bytes. */
  readonly answerBytes: number;
  readonly rows: readonly TypedStateRow[];
  readonly derive?: readonly Derivation[];
  /** The state that its answer holds; the answer itself if absent. */
  readonly stateOf?: (body: JsonObject) => JsonObject;
}

/** What an HTTP device is made of. */
export interface HttpDevice
  extends Omit<HttpDefinition, 'mode' | 'links' | 'wire' | 'commands' | 'writes' | 'probe' | 'identity'> {
  readonly pages: readonly HttpPage[];
  /** Of the wire format, which devices that are told apart by the same question share; that of the definition if absent. */
  readonly wireId?: string;
  /** Absent: HTTP. */
  readonly links?: HttpDefinition['links'];
  /** Whether answers may be lists: each is an object whose `items` it is. */
  readonly takesLists?: boolean;
  /** Whether what a write is answered with counts for nothing beside its status. */
  readonly acksByStatus?: boolean;
  /** Largest body, bytes; 64 KiB if absent. */
  readonly mostBody?: number;
  /** Why a body is a refusal, in the device's words; undefined if it is an answer. */
  refusal?(body: JsonObject): string | undefined;
  readonly writes?: readonly WriteCommand[];
  /** What goes out for what a writer wants. */
  write?(command: string): HttpRequest;
  readonly identity?: HttpDefinition['identity'];
  readonly probe: { readonly command: string; matches(body: JsonObject): boolean };
}

/** Largest body of most devices, bytes: answers vary with what is connected. */
const usualBody = 65_536;

/** The command that reads a page. */
export function readPage(
  { name, title, answerBytes, rows, derive, stateOf }: Omit<HttpPage, 'request'>,
  takesLists = false,
): ReadCommand {
  const table = jsonTable(rows, { takesLists, ...(stateOf === undefined ? {} : { stateOf }) });
  return read({ name, title, answerBytes, table, ...(derive === undefined ? {} : { derive }) });
}

/** A definition from the pages of a device. */
export function httpDefinition(device: HttpDevice): HttpDefinition {
  const { pages, refusal, write, writes = [], identity = [], probe, links = ['http'], ...others } = device;
  const { mostBody = usualBody, takesLists = false, acksByStatus = false, wireId = device.id, ...rest } = others;
  const requests = new Map(pages.map(({ name, request }) => [name, request]));
  const requestOf = (command: string): HttpRequest => {
    const request = requests.get(command) ?? write?.(command);
    if (request === undefined) throw new TypeError(`assertion: ${device.id} has no page ${command}`);
    return request;
  };
  return {
    ...rest,
    mode: 'http',
    links,
    wire: httpJsonWire({
      id: wireId,
      title: device.title,
      maxBody: mostBody,
      takesLists,
      acksByStatus,
      request: requestOf,
      isWrite: (command) => !requests.has(command),
      ...(refusal === undefined ? {} : { refusal }),
    }),
    commands: pages.map((page) => readPage(page, takesLists)),
    writes,
    identity,
    probe: {
      command: probe.command,
      matches(payload) {
        const body = readBody(payload, { takesLists });
        return body !== undefined && probe.matches(body);
      },
    },
  };
}
