// How the board and the entries of a text are put into words.
import type { AutomationBoard } from '#api/automation.ts';
import { isSetPointId, setPointOf } from '#core/set-points.ts';
import { inWords, reading } from '../format.ts';
import { choiceText, eitherText, listText, locale, reasonText, settingTitle, t } from '../words.ts';
import { momentText } from '../zone.ts';
import type { Entry } from './changes.ts';

type Claim = AutomationBoard['holdings'][number]['claims'][number];
type Value = string | number;

/** A value of a set-point in words. */
export function valueText(setPoint: string, value: Value | undefined): string {
  if (value === undefined) return t('automation.as-it-is');
  if (!isSetPointId(setPoint)) return String(value);
  const { kind, unit } = setPointOf(setPoint);
  if (kind === 'binary') return value === 0 ? t('word.off') : t('word.on');
  return kind === 'choice' ? choiceText({ name: setPoint }, String(value)) : inWords(reading(value, unit));
}

/** What a set-point is called, with its device. */
export const pointText = (setPoint: string, device: string): string =>
  `${device} · ${settingTitle({ name: setPoint, title: setPoint })}`;

/** What a claim is for. */
export function wishText(setPoint: string, wish: Claim['wish']): string {
  if ('value' in wish) return valueText(setPoint, wish.value);
  if ('words' in wish) return eitherText(wish.words.map((word) => valueText(setPoint, word)));
  const [from, to] = [wish.from, wish.to].map((bound) =>
    bound === undefined ? undefined : valueText(setPoint, bound),
  );
  if (from === undefined) return t('automation.wish-most', { to: to ?? '' });
  if (to === undefined) return t('automation.wish-least', { from });
  return from === to ? from : t('automation.wish-range', { from, to });
}

/** Who claims something. */
export function whoText({ kind, name }: Claim['by']): string {
  const words = t(`automation.by.${kind}`);
  return name === '' ? words : t('automation.by-name', { kind: words, name });
}

/** What is claimed anew again and again ends so soon at most, ms: its end says nothing. */
const renewedMs = 90_000;

/**
 * Whose a set-point is and why, where its value is nobody's: of what is left as it is while a car is paused or a limit holds, who says so. Undefined:
 * nobody says anything of it.
 */
export const leftBy = ({ claims }: Pick<AutomationBoard['holdings'][number], 'claims'>): Claim | undefined =>
  claims.find(({ outcome }) => outcome !== 'beaten');

/** Until when a claim counts; what a condition holds, as long as that is so. */
export function untilText(
  { by, untilMs }: Pick<Claim, 'by' | 'untilMs'>,
  { nowMs, timeZone }: { readonly nowMs: number; readonly timeZone: string },
): string {
  const isRenewed = by.kind !== 'person' && untilMs - nowMs <= renewedMs;
  return isRenewed ? t('automation.while-so') : t('automation.until', { at: momentText(untilMs, timeZone) });
}

/** What becomes of what is held when Solstead stops. */
export function stoppedText(
  { ifStopped, value }: Pick<AutomationBoard['holdings'][number], 'ifStopped' | 'value'>,
  timeZone: string,
): string {
  if (typeof ifStopped !== 'object') return t('automation.stopped-stays');
  const at = momentText(ifStopped.backMs, timeZone);
  return value === 0 ? t('automation.stopped-back.off', { at }) : t('automation.stopped-back.on', { at });
}

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);

/** An entry as a sentence. */
export const sentence = (entry: Entry, timeZone: string): string => capital(said(entry, timeZone));

function said({ section, isHeld, begins, only, does }: Entry, timeZone: string): string {
  const each = (reasons: Entry['does']): string[] => reasons.map((reason) => reasonText(reason, timeZone));
  // What a rule does are parts of one thing; what holds for a load, a circuit or a limit stands each for itself.
  const isDoing = section === 'rules' || section === 'scenes';
  const [first = '', ...others] = each(does);
  const apart = others.reduce((one, other) => t('automation.apart', { one, other }), first);
  const parts = {
    begins: eitherText(each(begins)),
    only: listText(each(only)),
    does: isDoing ? listText(each(does)) : apart,
  };
  if (begins.length === 0) return only.length === 0 ? t('automation.does', parts) : t('automation.does-only', parts);
  if (isHeld) return only.length === 0 ? t('automation.while', parts) : t('automation.while-only', parts);
  return only.length === 0 ? t('automation.when', parts) : t('automation.when-only', parts);
}
