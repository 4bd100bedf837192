// A field without devices of its own: for commands that look at a device without setting it up.
import { systemClock as clock } from '#core/clock.ts';
import { systemRandom } from '#core/random.ts';
import type { BareField } from '#cli/context.ts';
import type { Registry } from '#devices/on-demand.ts';
import { openField } from '#drivers/open-field.ts';
import { findPorts } from '#transport/find-ports.ts';
import { makeLink } from '#transport/open-link.ts';

/** Opens a field over these definitions. */
export function openBareField({ listed, broken }: Registry): BareField {
  return openField({
    definitions: listed,
    broken,
    clock,
    random: systemRandom,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    makeLink: (address) => makeLink(address, { clock }),
    findPorts,
  });
}
