// What discovery reads of the models that can be set: numbers are written in the scale the device says, and a share of its power
// becomes watts by the power it says.
import type { SunspecModel } from '#codec/sunspec.ts';
import type { DiscoveryAnswer } from '../definition.ts';

/** Scale factors as what a number is multiplied with, and the maximum power, W; undefined: not known, nothing is set. */
export interface ControlScales {
  /** The maximum power a limit is a share of (models 121 and 702). */
  readonly maxW?: number;
  /** Of the limit of model 123. */
  readonly limit?: number;
  /** Of the limit of model 704. */
  readonly acLimit?: number;
  /** Of the reserve and of the rates of model 124. */
  readonly reserve?: number;
  readonly rate?: number;
  /** The power of which those rates are a share (model 124). */
  readonly storageW?: number;
}

/** Ten to the power that was read; undefined if it is not there or not allowed. */
function scaleAt(payload: Uint8Array, index: number): number | undefined {
  if (payload.length < 2 * index + 2) return undefined;
  const power = (((payload[2 * index] ?? 0) << 24) >> 16) | (payload[2 * index + 1] ?? 0);
  return Math.abs(power) > 10 ? undefined : 10 ** power;
}

/** The power that comes first, with the scale factor that comes last; undefined if it is not there. */
function maxPower(payload: Uint8Array): number | undefined {
  const scale = scaleAt(payload, payload.length / 2 - 1);
  const power = ((payload[0] ?? 0) << 8) | (payload[1] ?? 0);
  return scale === undefined || power === 0 || power === 0xffff ? undefined : power * scale;
}

type Reading = Readonly<Partial<Record<keyof ControlScales, number | undefined>>>;

/** What is asked of a model, from its first register on, and what the answer says. */
const questions: Readonly<
  Record<number, { readonly at: number; readonly count: number; read(payload: Uint8Array): Reading }>
> = {
  121: { at: 2, count: 21, read: (payload) => ({ maxW: maxPower(payload) }) },
  123: { at: 23, count: 1, read: (payload) => ({ limit: scaleAt(payload, 0) }) },
  124: {
    at: 2,
    count: 24,
    read: (payload) => ({
      storageW: maxPower(payload.subarray(0, 34)),
      reserve: scaleAt(payload, 19),
      rate: scaleAt(payload, 23),
    }),
  },
  702: { at: 26, count: 20, read: (payload) => ({ maxW: maxPower(payload) }) },
  704: { at: 54, count: 1, read: (payload) => ({ acLimit: scaleAt(payload, 0) }) },
};

/** The scales of these models from the answers so far, or what is to be asked next. */
export function scalesFrom(
  answers: readonly DiscoveryAnswer[],
  models: readonly SunspecModel[],
): ControlScales | { readonly ask: string } {
  const known = new Map(answers.map(({ command, payload }) => [command, payload]));
  const found: [name: string, scale: number][] = [];
  for (const { id, address } of models) {
    const question = questions[id];
    if (question === undefined) continue;
    const command = `holding ${address + question.at} ${question.count}`;
    if (!known.has(command)) return { ask: command };
    const payload = known.get(command);
    if (payload === undefined) continue;
    for (const [name, scale] of Object.entries(question.read(payload)))
      if (scale !== undefined) found.push([name, scale]);
  }
  return Object.fromEntries(found);
}
