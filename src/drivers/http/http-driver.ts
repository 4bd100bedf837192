// The driver of devices that answer HTTP. A page is a question and its JSON an answer: over a link that speaks HTTP
// (`transport/http-link.ts`) pace, retries, health, tests and settings are those of any device that is asked.
import type { HttpDefinition } from '#devices/definition.ts';
import type { Driver, DriverParts } from '../driver.ts';
import { makeRequestDriver } from '../request-driver.ts';

/** The driver of HTTP devices. */
export function makeHttpDriver(parts: DriverParts): Driver<HttpDefinition> {
  return makeRequestDriver<HttpDefinition>(parts);
}
