// How an output is doing, in words: what it is called, and line by line.
import type { Output } from '#api/outputs.ts';
import { isMeterKind } from '#core/output.ts';
import { momentWords } from '../account/dates.ts';
import { t } from '../words.ts';

/** One that has had nothing to send yet is not on its way to its server. */
const hasSentNothing = ({ state: { state, sent, waiting } }: Output): boolean =>
  state === 'starting' && sent === 0 && waiting === 0;

/** Its state. */
export function stateText(output: Output): string {
  const { settings, state } = output;
  if (isMeterKind(settings.kind)) return t(`outputs.meter-state.${state.state}`);
  return hasSentNothing(output) ? t('outputs.state.idle') : t(`outputs.state.${state.state}`);
}

/** What is due, of one that sends seldom. */
function dueLine({ isOn, state: { sent, nextMs } }: Output): readonly string[] {
  if (!isOn || nextMs === undefined) return [];
  const time = momentWords(nextMs);
  return [sent === 0 ? t('outputs.first-due', { time }) : t('outputs.next-due', { time })];
}

/** How it is doing, line by line. */
export function linesOf(output: Output): readonly string[] {
  const {
    isOn,
    settings: { kind },
    state: { sent, heldBack = 0, waiting, dropped, refused, asked, nextMs },
  } = output;
  const isAsked = isMeterKind(kind) && kind !== 'sma-meter';
  const given = isAsked ? 'outputs.answered' : kind === 'sma-meter' ? 'outputs.datagrams' : 'outputs.sent';
  // That nothing was sent yet is said with when it will be.
  const isSaid = isOn && (sent > 0 || nextMs === undefined);
  return [
    ...(isSaid ? [t(given, { count: sent })] : []),
    ...dueLine(output),
    ...(isAsked && asked !== undefined ? [t('outputs.asked', { by: asked.by, time: momentWords(asked.atMs) })] : []),
    ...(heldBack > 0 ? [t('outputs.held-back', { count: heldBack })] : []),
    ...(waiting > 0 ? [t('outputs.waiting', { count: waiting })] : []),
    ...(dropped > 0 ? [t('outputs.dropped', { count: dropped })] : []),
    ...(refused > 0 ? [t('outputs.refused', { count: refused })] : []),
  ];
}
