// What values and set-points are called inside a sentence, in whatever language it is made: as phrases of their own, because a label keeps the
// capitals of a button and the case of a list.
import { metricKey, type MetricId } from './catalogue.ts';
import { external, type Param } from './message-params.ts';
import { because, type Reason } from './reason.ts';
import { spokenReasons } from './reasons/spoken.ts';
import { isSetPointId, setPointKey, type SetPointId } from './set-points.ts';

/** A phrase with its parameters; undefined: there is none of this code. */
function phrase(code: string, params: Reason['params'] = {}): Reason | undefined {
  const written = code.replace('#', 'n').replaceAll('_', '-');
  return Object.hasOwn(spokenReasons, written) ? { code: written, params } : undefined;
}

const indexOf = (id: string): number => Number(/\d+$/.exec(id)?.[0] ?? 0);

/** Its label in quotation marks: where there is no phrase. */
export const quotedLabel = (id: MetricId | SetPointId): Reason =>
  because('spoken.label', { label: isSetPointId(id) ? { setPoint: id } : { metric: id } });

/** A word that is written as it is: in quotation marks. */
export const quotedWord = (text: string): Reason => because('spoken.word', { text: external(text) });

/** Something of a device, or at it; as it is where none is meant. `device`: what people call it. */
export function ofDevice(what: Param, device: string | undefined, id: string): Param {
  if (device === undefined) return what;
  // A car is charged at its charger.
  return because(/^(?:charger|car)\./.test(id) ? 'spoken.at' : 'spoken.of', { what, device: external(device) });
}

/** A value as what a sentence is about: `the state of charge of the battery`. */
export function spokenMetric(id: MetricId): Reason {
  const { key, index = 0 } = metricKey(id);
  return phrase(`spoken.metric.${key}`, { index }) ?? quotedLabel(id);
}

const prices: Readonly<Record<string, Reason>> = {
  'price.import': because('act.tell-price'),
  'price.export': because('act.tell-feed-in'),
};

/** A name of an expression that is no metric: a price, or a variable of its owner. */
export const spokenName = (name: string): Reason =>
  prices[name] ?? because('act.tell-variable', { name: external(name.replace(/^var\./, '')) });

/** A set-point as what a verb acts on: `the largest charging current`. */
export const spokenPoint = (id: SetPointId): Reason =>
  phrase(`spoken.point.${setPointKey(id)}`, { index: indexOf(id) }) ?? quotedLabel(id);

/** Behind what is of a device, or at it; nothing where none is meant. */
function places(device: string | undefined): Reason['params'] {
  if (device === undefined) return { of: '', at: '' };
  const named = { device: external(device) };
  return { of: because('spoken.of-device', named), at: because('spoken.at-device', named) };
}

/** That a yes or no is so, or not: `a car is connected at “Garage”`; undefined: there is no such phrase. */
export function spokenTruth(id: MetricId | SetPointId, isSo: boolean, device?: string): Reason | undefined {
  const key = isSetPointId(id) ? setPointKey(id) : metricKey(id).key;
  return phrase(`${isSo ? 'spoken.yes' : 'spoken.no'}.${key}`, { index: indexOf(id), ...places(device) });
}

/** What turning a switch does: `switch on relay 1 of “Boiler”`; undefined: there is no such phrase. */
export function spokenSwitching(id: SetPointId, isOn: boolean, device?: string): Reason | undefined {
  const key = setPointKey(id);
  return phrase(`${isOn ? 'spoken.on' : 'spoken.off'}.${key}`, { index: indexOf(id), ...places(device) });
}

/** What choosing a word does: `keep the battery of “Pack” from discharging`; undefined: there is no such phrase. */
export const spokenChoice = (id: SetPointId, word: string, device?: string): Reason | undefined =>
  phrase(`spoken.set.${setPointKey(id)}.${word}`, places(device));
