// `solstead outputs`: where a home that runs gives its readings, and how each is doing, asked of it with the token of a program.
import { isRecord } from '#core/entries.ts';
import type { OutputTested, OutputView } from '#core/output.ts';
import { SolsteadError } from '#core/errors.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import { visible } from '#core/visible.ts';
import type { JsonFlag } from '../own-flags.ts';
import { printJson, printTable } from '../print.ts';
import { addressAt, askHome, type RunningHomeFlags, siteOf } from '../running-home.ts';
import { tell } from '../tell-addresses.ts';

/** Flags of all of them. */
export interface OutputFlags extends RunningHomeFlags, JsonFlag {
  readonly site?: string;
}

const isList = (value: unknown): value is { readonly outputs: readonly OutputView[] } =>
  isRecord(value) && Array.isArray(value['outputs']);

const isTested = (value: unknown): value is OutputTested => isRecord(value) && Array.isArray(value['samples']);

const pathOf = async (flags: OutputFlags): Promise<string> =>
  `api/v1/sites/${encodeURIComponent(await siteOf(flags))}/outputs`;

function wrongAnswer(flags: OutputFlags): never {
  throw new SolsteadError('link.unavailable', {
    at: addressAt(flags, '').origin,
    why: because('uplink.not-understood'),
  });
}

async function outputsOf(flags: OutputFlags): Promise<readonly OutputView[]> {
  const found = await askHome(flags, { method: 'GET', path: await pathOf(flags) });
  return isList(found) ? found.outputs : wrongAnswer(flags);
}

const moment = (atMs: number | undefined): string =>
  atMs === undefined ? '' : `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

const sentence = (reason: Reason): string => visible(inEnglish(reason));

/** Lists them. Errors: `input.usage`, `command.refused`, `link.unavailable`. */
export async function listOutputs(flags: OutputFlags): Promise<void> {
  const outputs = await outputsOf(flags);
  if (flags.json === true) return printJson({ outputs });
  if (outputs.length === 0) return tell('This home has no output.');
  printTable(
    outputs.map(({ id, name, settings, state: { state, sent, waiting, bytes, dropped, refused, sentMs, nextMs } }) => ({
      id,
      name: visible(name),
      kind: settings.kind,
      state,
      sent,
      waiting,
      'bytes that wait': bytes,
      lost: dropped,
      'left out': refused,
      'last taken': moment(sentMs),
      'next due': moment(nextMs),
    })),
  );
  for (const { id, state } of outputs) {
    if (state.trouble !== undefined) tell(`${id}: ${sentence(state.trouble.reason)} (${moment(state.trouble.atMs)})`);
    if (state.refusal !== undefined)
      tell(`${id}: left out: ${sentence(state.refusal.reason)} (${moment(state.refusal.atMs)})`);
  }
}

/** Tries one: what it would send, and whether its server takes it. Errors: as {@link listOutputs}. */
export async function testOutput(id: string, flags: OutputFlags): Promise<void> {
  const found = (await outputsOf(flags)).find((one) => one.id === id || one.name === id);
  if (found === undefined) throw new SolsteadError('input.usage', { at: '<id>', why: because('output.no-such') });
  const { settings, filter } = found;
  const tested = await askHome(flags, {
    method: 'POST',
    path: `${await pathOf(flags)}/test`,
    body: { id: found.id, settings, filter },
  });
  if (!isTested(tested)) return wrongAnswer(flags);
  if (flags.json === true) return printJson(tested);
  tell(
    `${visible(found.name)}: its server took it in ${Math.round(tested.tookMs)} ms; ${tested.count} in all, such as`,
    ...tested.samples.map(({ to, content }) => visible(`  ${to}  ${content}`)),
    ...(tested.note === undefined ? [] : [sentence(tested.note)]),
  );
}
