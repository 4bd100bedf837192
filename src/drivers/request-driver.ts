// The driver of devices that are asked over a link; that of HTTP devices is made of the same parts.
import type { HttpDefinition, RequestDefinition } from '#devices/definition.ts';
import { answersOf, checkQueries } from './answers.ts';
import type { Driver, DriverParts } from './driver.ts';
import { findOut } from './find-out.ts';
import { onLine, startOnLine } from './line-driver.ts';
import { RequestDevice } from './request-device.ts';
import { setOnce } from './set-once.ts';
import { testDevice } from './device-test.ts';

/** A driver of devices that are asked. */
export function makeRequestDriver<D extends RequestDefinition | HttpDefinition>(parts: DriverParts): Driver<D> {
  const { clock, random, pool, registry } = parts;
  return {
    start: startOnLine<D>(parts, (record, definition, context) => new RequestDevice(record, definition, context)),
    test(place, signal) {
      const { definition, line } = onLine(place);
      return pool.withLink(line, (link) => testDevice(link, definition, { clock, random, signal }), { signal });
    },
    async readOnce(place, asked) {
      const { definition, line } = onLine(place);
      checkQueries(definition, asked);
      return pool.withLink(line, (link) => answersOf(link, definition, { clock, random, ...asked }), asked);
    },
    async setOnce(place, typed) {
      const { definition, line } = onLine(place);
      return setOnce({ definition, typed, clock, random, withLink: (job) => pool.withLink(line, job) });
    },
    discover: (candidates, address, watch) =>
      findOut(candidates, address, { clock, ...watch, pool, find: (id) => registry.find(id)?.load() }),
  };
}
