// A device that answers HTTP with JSON, described by its pages: what is asked for, and what stands where in the answer.
import type { HttpRequest } from '#core/http-exchange.ts';
import { httpJsonWire, readBody } from '#codec/http-json.ts';
import type { JsonObject } from '#codec/shelly-rpc.ts';
import { read } from './define.ts';
import type { Derivation, HttpDefinition, WriteCommand } from './definition.ts';
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
}

/** What an HTTP device is made of. */
export interface HttpDevice
  extends Omit<HttpDefinition, 'mode' | 'links' | 'wire' | 'commands' | 'writes' | 'probe' | 'identity'> {
  readonly pages: readonly HttpPage[];
  /** Why a body is a refusal, in the device's words; undefined if it is an answer. */
  refusal?(body: JsonObject): string | undefined;
  readonly writes?: readonly WriteCommand[];
  /** What goes out for what a writer wants. */
  write?(command: string): HttpRequest;
  readonly identity?: HttpDefinition['identity'];
  readonly probe: { readonly command: string; matches(body: JsonObject): boolean };
}

/** Largest body, bytes: answers vary with what is connected. */
const mostBody = 65_536;

/** A definition from the pages of a device. */
export function httpDefinition(device: HttpDevice): HttpDefinition {
  const { pages, refusal, write, writes = [], identity = [], probe, ...rest } = device;
  const requests = new Map(pages.map(({ name, request }) => [name, request]));
  const requestOf = (command: string): HttpRequest => {
    const request = requests.get(command) ?? write?.(command);
    if (request === undefined) throw new TypeError(`assertion: ${device.id} has no page ${command}`);
    return request;
  };
  return {
    ...rest,
    mode: 'http',
    links: ['http'],
    wire: httpJsonWire({
      id: device.id,
      title: device.title,
      maxBody: mostBody,
      request: requestOf,
      isWrite: (command) => !requests.has(command),
      ...(refusal === undefined ? {} : { refusal }),
    }),
    commands: pages.map(({ name, title, answerBytes, rows, derive }) =>
      read({ name, title, answerBytes, table: jsonTable(rows), ...(derive === undefined ? {} : { derive }) }),
    ),
    writes,
    identity,
    probe: {
      command: probe.command,
      matches(payload) {
        const body = readBody(payload);
        return body !== undefined && probe.matches(body);
      },
    },
  };
}
