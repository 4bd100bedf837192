// What an expression of the automation may name: the values of the home and its devices, prices, and the variables of its owner.
import { findMetric, type MetricId } from '#core/catalogue.ts';
import type { Moment } from '#core/expression/evaluate.ts';
import { homeScope, type Scope } from '#core/expression/scope.ts';
import type { Value, ValueType } from '#core/expression/tree.ts';
import type { MetricValue } from '#core/reading.ts';
import { isUnit } from '#core/unit.ts';
import type { FileVariable } from './file/words.ts';
import type { Image, Seen } from './image.ts';
import { isPriceName, priceAt, priceNames } from './prices.ts';

/** Values of the owner's own, as they are now. */
export type Variables = Readonly<Record<string, Value>>;

const variablePrefix = 'var.';

function variableType({ start, unit = '' }: FileVariable): ValueType {
  if (typeof start === 'boolean') return { kind: 'truth' };
  if (typeof start === 'string') return { kind: 'text' };
  return { kind: 'number', unit: isUnit(unit) ? unit : '' };
}

/** The scope of a home whose devices are known, or of any home. */
export function automationScope({
  devices,
  variables = {},
}: {
  readonly devices?: readonly string[] | undefined;
  readonly variables?: Readonly<Record<string, FileVariable>> | undefined;
}): Scope {
  const home = homeScope(devices === undefined ? {} : { devices });
  const own = new Map(
    Object.entries(variables).map(([name, variable]) => [`${variablePrefix}${name}`, variableType(variable)]),
  );
  const price: ValueType = { kind: 'number', unit: '' };
  return {
    ...home,
    names: [...home.names, ...Object.keys(priceNames), ...own.keys()],
    typeOf: (name) => (isPriceName(name) ? price : (own.get(name) ?? home.typeOf(name))),
  };
}

/** A binary metric is a yes or no in an expression. */
function valueOf(metric: MetricId, value: MetricValue): Value {
  return typeof value === 'number' && findMetric(metric)?.kind === 'binary' ? value !== 0 : value;
}

/** The same, each value looked up once: hundreds of rules stand on the same few. */
export function remembering(moment: Moment): Moment {
  const known = new Map<string, Map<string | undefined, ReturnType<Moment['look']>>>();
  return {
    ...moment,
    look(reference) {
      const { name, device } = reference;
      const own = known.getOrInsertComputed(name, () => new Map());
      return own.getOrInsertComputed(device, () => moment.look(reference));
    },
  };
}

/** An image as the world of an expression. */
export function momentOf(image: Image, variables: Variables): Moment {
  const seenOf = (metric: MetricId, seen: Seen | undefined) =>
    seen === undefined ? undefined : { value: valueOf(metric, seen.value), atMs: seen.atMs, isFresh: seen.isFresh };
  return {
    nowMs: image.nowMs,
    nameOf: (device) => image.devices.get(device)?.name ?? device,
    look({ name, device }) {
      if (name.startsWith(variablePrefix)) {
        const value = variables[name.slice(variablePrefix.length)];
        return value === undefined ? undefined : { value, atMs: image.nowMs, isFresh: true };
      }
      if (isPriceName(name)) {
        const value = priceAt(image.prices?.[priceNames[name]] ?? [], image.nowMs);
        return value === undefined ? undefined : { value, atMs: image.nowMs, isFresh: true };
      }
      const metric = findMetric(name) === undefined ? undefined : (name as MetricId);
      if (metric === undefined) return undefined;
      return seenOf(metric, device === undefined ? image.home(metric) : image.devices.get(device)?.value(metric));
    },
  };
}
