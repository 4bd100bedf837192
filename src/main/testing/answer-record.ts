// For tests only: what the contract test is answered, made into the examples of answers that the OpenAPI document shows. What differs
// from run to run (times, ports, folders, secrets) is replaced, and long lists are cut, so that a reader sees the shape.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entriesOf, isRecord } from '#core/entries.ts';
import { dayMs } from '#core/time.ts';
import { endpoints } from '#api/endpoints.ts';
import type { EndpointId } from '#api/routes.ts';
import { faultsOf } from '#server/testing/answer-check.ts';
import type { Answer } from '#server/testing/test-server.ts';

/** The file of the examples. */
const answersFile = join(import.meta.dirname, '../../api/examples/answers.json');

/** The day that every recorded answer is of. */
const shownDayMs = Date.UTC(2026, 5, 21);

/** Elements of a list that are shown. */
const listed = 2;
/** Characters of a text, and lines of a file, that are shown. */
const textLength = 400;
const fileLines = 4;

/** What is secret, or of this run alone, by its field. */
const replaced: Readonly<Record<string, string | number>> = {
  accessToken: 'an access token, for 15 minutes',
  refreshToken: 'a refresh token, for one use',
  token: 'shown this once',
  secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  challenge: 'pGkS0dCX3vEYuQ3nq2d4tq1x0cG8f0kT8m1n2vJ9y3A',
  codes: 'XCSM-MYY8-U4BD-3UJM-73M7-5R2T',
  password: 'shown this once',
  hash: '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
  requestId: 'fJ2k9xQ0aWvT',
  version: '0.1.0',
  port: 1883,
};

/** What stands inside of texts and is of this run alone. */
const replacedInside: readonly (readonly [RegExp, string])[] = [
  [/(?<=[?&]secret=)\w+/g, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'],
  [/\b127\.0\.0\.1:\d+/g, '192.168.1.20:502'],
  [/\/tmp\/[\w./-]+/g, '/var/lib/solstead'],
  [/\/dev\/pts\/\d+/g, '/dev/ttyUSB0'],
  [/^[\w-]{32}$/g, 'BjHIISxLYcMbw7Bmg2JID_ikxyM3cBlH'],
];

/** Times of this run, moved by whole days to the day that is shown, and to whole seconds. */
type Move = (ms: number) => number;

function moverOf(nowMs: number): Move {
  const shiftMs = shownDayMs - Math.floor(nowMs / dayMs) * dayMs;
  return (ms) => (Math.abs(ms - nowMs) < 800 * dayMs ? Math.floor((ms + shiftMs) / 1000) * 1000 : ms);
}

function movedIn(text: string, move: Move): string {
  const stamp = (iso: string): string => new Date(move(Date.parse(iso))).toISOString();
  return text
    .replaceAll(/\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, stamp)
    .replaceAll(/\b20\d\d-\d\d-\d\d\b(?!T)/g, (date) => stamp(date).slice(0, 10))
    .replaceAll(/\b1\d{12}\b/g, (ms) => String(move(Number(ms))));
}

function textOf(text: string, move: Move): string {
  const plain = replacedInside.reduce((sofar, [what, by]) => sofar.replaceAll(what, by), movedIn(text, move));
  return plain.length > textLength ? `${plain.slice(0, textLength)}…` : plain;
}

function frozen(value: unknown, move: Move, field = ''): unknown {
  if (Array.isArray(value)) return value.slice(0, listed).map((each) => frozen(each, move, field));
  const own = replaced[field];
  if (own !== undefined && typeof own === typeof value) return own;
  if (typeof value === 'string') return textOf(value, move);
  if (typeof value === 'number') return move(value);
  if (!isRecord(value)) return value;
  return Object.fromEntries(entriesOf(value).map(([name, each]) => [name, frozen(each, move, name)]));
}

/** The document is shown by its beginning: it would hold itself. */
function beginningOf(id: EndpointId, body: unknown): unknown {
  return id === 'readOpenApi' && isRecord(body) ? { openapi: body['openapi'], info: body['info'], paths: {} } : body;
}

/** Whether one of the good answers of an endpoint may look like this. */
function isStillGood(id: EndpointId, answer: unknown): boolean {
  const good = Object.entries(endpoints[id]?.answers ?? {}).filter(([status]) => Number(status) < 300);
  return good.some(([, schema]) => faultsOf(schema, answer).length === 0);
}

/** Collects answers; the first good one of an endpoint counts. */
export interface AnswerRecord {
  keep(id: EndpointId, answer: Answer): void;
  /** Writes them, in the order of `ids`; those of before stay as far as the contract still takes them. */
  save(ids: readonly EndpointId[]): void;
}

/** Makes an empty record. */
export function answerRecord(): AnswerRecord {
  const move = moverOf(Date.now());
  const answers: Partial<Record<EndpointId, unknown>> = {};
  const files: Partial<Record<EndpointId, Record<string, string>>> = {};
  const beginning = (text: string): string =>
    text
      .split('\n')
      .slice(0, fileLines)
      .map((line) => `${textOf(line, move)}\n`)
      .join('');
  return {
    keep(id, { status, headers, body, text }) {
      const [media = ''] = String(headers['content-type'] ?? '').split(';');
      const isFile = endpoints[id].files !== undefined;
      if (status >= 300 || !/json|^text/.test(media)) return;
      if (isFile && media !== 'application/json') files[id] = { [media]: beginning(text), ...files[id] };
      else answers[id] ??= frozen(beginningOf(id, body), move);
    },
    save(ids) {
      const before = JSON.parse(readFileSync(answersFile, 'utf8')) as {
        readonly answers: Partial<Record<EndpointId, unknown>>;
        readonly files: Partial<Record<EndpointId, unknown>>;
      };
      const inOrder = (of: Partial<Record<EndpointId, unknown>>) =>
        Object.fromEntries(ids.flatMap((id) => (of[id] === undefined ? [] : [[id, of[id]]])));
      const kept = Object.entries(before.answers).filter(([id, answer]) => isStillGood(id as EndpointId, answer));
      const written = {
        answers: inOrder({ ...answers, ...Object.fromEntries(kept) }),
        files: inOrder({ ...files, ...before.files }),
      };
      writeFileSync(answersFile, `${JSON.stringify(written, undefined, 2)}\n`);
    },
  };
}
