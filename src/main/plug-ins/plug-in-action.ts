// Actions of plug-ins, as rules do them: one after another, no more often than they say, each in its process.
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { type ActionKind, fitsParam } from '#core/plug-in.ts';
import { because, type Reason } from '#core/reason.ts';
import { hourMs } from '#core/time.ts';
import type { Clock } from '#core/clock.ts';
import type { PlugInProcess } from './plug-in-child.ts';
import type { ActionManifest } from './plug-in-manifest.ts';

/** An action that can be done. */
export interface OwnAction extends ActionKind {
  /** Does it, and resolves with what it says of that. Errors: `plugin.failed`, `input.invalid`. */
  run(params: Readonly<Record<string, unknown>>): Promise<Reason | undefined>;
}

/** Longest text of a result. */
const longest = 200;

/** What is wrong with what an action is told; undefined: nothing. */
function wrongParam({ params }: ActionManifest, given: Readonly<Record<string, unknown>>): string | undefined {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(params, name));
  if (unknown !== undefined) return unknown;
  return Object.entries(params).find(([name, { value, isOptional }]) => {
    const own = given[name];
    return own === undefined
      ? !isOptional && value.type !== 'flag' && value.default === undefined
      : !fitsParam(value, own);
  })?.[0];
}

/** An action over its process. */
export function ownAction(manifest: ActionManifest, plugIn: PlugInProcess, clock: Clock): OwnAction {
  const { id, title, params, mostPerHour } = manifest;
  const usual = Object.fromEntries(
    Object.entries(params).flatMap(([name, { value }]) =>
      value.default === undefined ? [] : [[name, value.default] as const],
    ),
  );
  let done: number[] = [];
  return {
    id,
    title,
    params,
    mostPerHour,
    async run(given) {
      const wrong = wrongParam(manifest, given);
      if (wrong !== undefined)
        throw new SolsteadError('plugin.failed', {
          at: id,
          why: because('plugin.param', { name: external(wrong.slice(0, 60)) }),
        });
      const nowMs = clock.monotonicMs();
      done = done.filter((atMs) => atMs > nowMs - hourMs);
      if (done.length >= mostPerHour)
        throw new SolsteadError('plugin.failed', { at: id, why: because('act.action-often', { most: mostPerHour }) });
      done.push(nowMs);
      const said = await plugIn.ask({ ask: 'run', params: { ...usual, ...given } });
      if (typeof said !== 'string' || said.trim() === '') return undefined;
      return because('outside.said', { said: external(said.replaceAll(/[\s\p{Cc}]+/gu, ' ').slice(0, longest)) });
    },
  };
}
