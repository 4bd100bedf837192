// OCPP-J: what stands in a text frame. Pure. Source: OCPP JSON 1.6 specification, section 4.
import { isRecord } from '#core/entries.ts';

/** A payload: an object, always. */
export type Payload = Readonly<Record<string, unknown>>;

/** Codes of CALLERROR. Source: OCPP-J 1.6, table 7, with the spelling of its errata. */
export type CallErrorCode =
  | 'NotImplemented'
  | 'NotSupported'
  | 'InternalError'
  | 'ProtocolError'
  | 'SecurityError'
  | 'FormationViolation'
  | 'PropertyConstraintViolation'
  | 'GenericError';

/** A frame. `bad`: it cannot be read; with an id it can be answered. */
export type OcppFrame =
  | { readonly kind: 'call'; readonly id: string; readonly action: string; readonly payload: Payload }
  | { readonly kind: 'result'; readonly id: string; readonly payload: Payload }
  | { readonly kind: 'error'; readonly id: string; readonly code: string; readonly description: string }
  | { readonly kind: 'bad'; readonly id?: string };

/** Objects and lists inside each other: the deepest message of OCPP has 8. */
const deepest = 32;

/** Longest message id. Source: OCPP-J 1.6, 4.1.4: 36 letters; some give more. */
const longestId = 64;
const [call, result, failure] = [2, 3, 4];

const bad = (id: unknown): OcppFrame =>
  typeof id === 'string' && id.length <= longestId ? { kind: 'bad', id } : { kind: 'bad' };

/** Whether brackets open inside each other deeper than messages do, by the text alone: what walks over values that deep ends the process. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '"') isInText = !isInText;
    // What is behind it in a text ends none.
    else if (letter === '\\' && isInText) at += 1;
    else if (isInText) continue;
    else if (letter === '[' || letter === '{') depth += 1;
    else if (letter === ']' || letter === '}') depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}

/** Reads a frame; one that is none is told, never thrown. */
export function readFrame(text: string): OcppFrame {
  if (isTooDeep(text)) return { kind: 'bad' };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { kind: 'bad' };
  }
  if (!Array.isArray(parsed)) return { kind: 'bad' };
  const parts: readonly unknown[] = parsed;
  const [type, id, third, fourth] = parts;
  if (typeof id !== 'string' || id === '' || id.length > longestId) return { kind: 'bad' };
  if (type === call && typeof third === 'string' && isRecord(fourth))
    return { kind: 'call', id, action: third, payload: fourth };
  if (type === result && isRecord(third)) return { kind: 'result', id, payload: third };
  if (type === failure)
    return {
      kind: 'error',
      id,
      code: typeof third === 'string' ? third.slice(0, 100) : '',
      description: typeof fourth === 'string' ? fourth.slice(0, 200) : '',
    };
  return bad(id);
}

/** A call as text. */
export const callText = (id: string, action: string, payload: Payload): string =>
  JSON.stringify([call, id, action, payload]);

/** An answer as text. */
export const resultText = (id: string, payload: Payload): string => JSON.stringify([result, id, payload]);

/** A refusal as text. */
export const errorText = (id: string, code: CallErrorCode): string => JSON.stringify([failure, id, code, '', {}]);
