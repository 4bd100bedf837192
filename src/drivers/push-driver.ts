// The driver of devices that report automatically over a link: they are listened to and never asked.
import { because } from '#core/reason.ts';
import { formatAddress, type LinkAddress } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import type { PushDefinition } from '#devices/definition.ts';
import { withKnown } from '#core/near-word.ts';
import type { Driver, DriverParts } from './driver.ts';
import { onLine, startOnLine } from './line-driver.ts';
import { PushDevice } from './push-device.ts';
import { receivedOnce, testReports, whoReports } from './receive-once.ts';

/** Candidates that are listened to on the same line, in the same wire format, in the order of the first of each. */
function groupsOf(candidates: readonly PushDefinition[], address: LinkAddress) {
  const groups = new Map<string, { readonly line: LinkAddress; readonly definitions: PushDefinition[] }>();
  for (const candidate of candidates) {
    const { definition, line } = onLine({ address, definition: candidate });
    const key = `${formatAddress(line)} ${definition.wire.id}`;
    const group = groups.get(key) ?? { line, definitions: [] };
    groups.set(key, group);
    group.definitions.push(definition);
  }
  return [...groups.values()];
}

/** Errors: `command.unknown` for a report that the device does not have. */
function checkReports({ id, reports }: PushDefinition, names: readonly string[]): void {
  const known = reports.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const why = withKnown(because('device.no-report', { id }), unknown, known);
  throw new SolsteadError('command.unknown', { at: unknown, why });
}

/** The driver of devices that report automatically. */
export function makePushDriver(parts: DriverParts): Driver<PushDefinition> {
  const { clock, pool } = parts;
  return {
    start: startOnLine<PushDefinition>(
      parts,
      (record, definition, context) => new PushDevice(record, definition, context),
    ),
    test(place, signal) {
      const { definition, line } = onLine(place);
      return pool.withLink(line, (link) => testReports(link, definition, { clock, signal }), { signal });
    },
    async readOnce(place, asked) {
      const { definition, line } = onLine(place);
      checkReports(definition, asked.queries);
      return pool.withLink(line, (link) => receivedOnce(link, definition, { clock, ...asked }), asked);
    },
    setOnce({ definition: { id, title } }) {
      const why = because('device.reports-only', { title });
      return Promise.reject(new SolsteadError('command.unknown', { at: id, why }));
    },
    async discover(candidates, address, { signal, onAsk } = {}) {
      for (const { line, definitions } of groupsOf(candidates, address)) {
        onAsk?.(definitions);
        const found = await pool.withLink(line, (link) => whoReports(link, definitions, { clock, signal }), { signal });
        if (found !== undefined) return candidates.find(({ id }) => id === found.id);
      }
      return undefined;
    },
  };
}
