// `solstead mcp`: messages of an assistant on standard input, each passed on to a running Solstead, whose answers go to standard output.
// Source: modelcontextprotocol.io/specification/2025-06-18/basic/transports (stdio): one JSON-RPC message a line.
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { addressAt, awayWords, type RunningHomeFlags, tokenOf } from '../running-home.ts';

/** Flags of `solstead mcp`. */
export interface McpFlags extends RunningHomeFlags {
  readonly write?: boolean;
}

/** Longest message, bytes. */
const longest = 65_536;
/** Longest wait for an answer, ms: a device may need a minute. */
const patienceMs = 90_000;
/** JSON-RPC codes. Source: JSON-RPC 2.0 §5.1. */
const codes = { serverError: -32_000, invalidRequest: -32_600, notJson: -32_700 } as const;
/** Longest wait for the first sign of life, ms. */
const firstMs = 10_000;
const lineFeed = 10;

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/** Lines of the input; undefined for one that is too long, of which nothing is kept. */
async function* linesOf(input: AsyncIterable<Buffer>): AsyncGenerator<string | undefined> {
  let parts: Buffer[] = [];
  let bytes = 0;
  const take = (part: Buffer): void => {
    bytes += part.length;
    if (bytes <= longest) parts.push(part);
    else parts = [];
  };
  const line = (): string | undefined => {
    const whole = bytes > longest ? undefined : Buffer.concat(parts).toString();
    parts = [];
    bytes = 0;
    return whole;
  };
  for await (const chunk of input) {
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, from)) {
      take(chunk.subarray(from, end));
      from = end + 1;
      yield line();
    }
    take(chunk.subarray(from));
  }
  if (bytes > 0) yield line();
}

const failure = (id: unknown, code: number, message: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } });

/** A line that is too long was not read, so its id is not known. */
const tooLong = failure(null, codes.invalidRequest, `a message of more than ${longest} bytes`);

const notJson = failure(null, codes.notJson, 'a message is one line of JSON');

/** Refuses an address where nothing answers, while whoever started the program still reads its words. Errors: `link.unavailable`. */
async function assertThere(address: URL): Promise<void> {
  try {
    const answer = await fetch(new URL('health/live', address), { signal: AbortSignal.timeout(firstMs) });
    await answer.body?.cancel();
  } catch (error) {
    const why = because('running.away', { said: external(awayWords(error)) });
    const help = because('help.running-away');
    throw new SolsteadError('link.unavailable', { at: address.origin, why, help, cause: error });
  }
}

/** What an answer that is no message says. */
function toldBy(status: number, answer: unknown): string {
  if (status === 401)
    return 'this Solstead does not know the token: it was removed, has expired, or is of another home';
  return isRecord(answer) && typeof answer['detail'] === 'string' ? answer['detail'] : `HTTP ${status}`;
}

/** The line that answers a line; empty for one that has no answer. */
async function answerTo(line: string, address: URL, ask: (line: string) => Promise<Response>): Promise<string> {
  const message = parsed(line);
  if (message === undefined) return notJson;
  const id = isRecord(message) && message['id'] !== undefined ? message['id'] : null;
  // A notification has no answer, not even that it failed. Source: JSON-RPC 2.0 §4.1.
  const isNotification = isRecord(message) && typeof message['method'] === 'string' && message['id'] === undefined;
  const failed = (text: string): string => (isNotification ? '' : failure(id, codes.serverError, text));
  try {
    const response = await ask(line);
    if (response.status === 202) return '';
    const answer = parsed(await response.text());
    if (isRecord(answer) && answer['jsonrpc'] === '2.0') return isNotification ? '' : JSON.stringify(answer);
    return failed(toldBy(response.status, answer));
  } catch (error) {
    return failed(`no Solstead answers at ${address.origin}: ${awayWords(error)}`);
  }
}

/** Passes messages on until the input ends. Errors: `input.usage`. */
export async function mcp(flags: McpFlags): Promise<void> {
  const address = addressAt(flags, flags.write === true ? 'mcp?write=1' : 'mcp');
  const token = await tokenOf(flags);
  await assertThere(address);
  const ask = (body: string): Promise<Response> =>
    fetch(address, {
      method: 'POST',
      redirect: 'manual',
      body,
      signal: AbortSignal.timeout(patienceMs),
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
    });
  for await (const line of linesOf(process.stdin)) {
    if (line?.trim() === '') continue;
    const answer = line === undefined ? tooLong : await answerTo(line, address, ask);
    if (answer !== '') process.stdout.write(`${answer}\n`);
  }
}
