// `solstead mcp`: messages of an assistant on standard input, each passed on to a running Solstead, whose answers go to standard output.
// Source: modelcontextprotocol.io/specification/2025-06-18/basic/transports (stdio): one JSON-RPC message a line.
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { because, said } from '#core/reason.ts';

/** Flags of `solstead mcp`. */
export interface McpFlags {
  readonly url: string;
  readonly tokenFile?: string;
  readonly token?: string;
  readonly write?: boolean;
}

/** Longest message, characters. */
const longest = 65_536;
/** Longest wait for an answer, ms: a device may need a minute. */
const patienceMs = 90_000;
const serverError = -32_000;

/** Errors: `input.usage`. */
async function tokenOf({ token, tokenFile }: McpFlags): Promise<string> {
  const found =
    tokenFile === undefined
      ? token
      : await readFile(tokenFile, 'utf8').catch((error: unknown) => {
          throw new SolsteadError('input.usage', { at: '--token-file', why: said(error) });
        });
  if (found !== undefined && found.trim() !== '') return found.trim();
  throw new SolsteadError('input.usage', { at: '--token-file', why: because('mcp.token') });
}

/** Where messages go. Errors: `input.usage`. */
function addressOf({ url, write = false }: McpFlags): URL {
  if (!URL.canParse(url)) throw new SolsteadError('input.usage', { at: '--url', why: because('mcp.address') });
  const base = url.endsWith('/') ? url : `${url}/`;
  return new URL(write ? 'mcp?write=1' : 'mcp', base);
}

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/** The line that answers a line; empty for one that has no answer. */
async function answerTo(line: string, ask: (line: string) => Promise<Response>): Promise<string> {
  const message = parsed(line);
  const id = isRecord(message) && message['id'] !== undefined ? message['id'] : null;
  const failed = (text: string): string =>
    JSON.stringify({ jsonrpc: '2.0', id, error: { code: serverError, message: text } });
  try {
    const response = await ask(line);
    if (response.status === 202) return '';
    const answer = parsed(await response.text());
    if (isRecord(answer) && answer['jsonrpc'] === '2.0') return JSON.stringify(answer);
    const told =
      isRecord(answer) && typeof answer['detail'] === 'string' ? answer['detail'] : `HTTP ${response.status}`;
    return failed(told);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

/** Passes messages on until the input ends. Errors: `input.usage`. */
export async function mcp(flags: McpFlags): Promise<void> {
  const [address, token] = [addressOf(flags), await tokenOf(flags)];
  const ask = (body: string): Promise<Response> =>
    fetch(address, {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(patienceMs),
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
    });
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    const answer = line.length > longest ? '' : await answerTo(line, ask);
    if (answer !== '') process.stdout.write(`${answer}\n`);
  }
}
