// A workaround for `@serialport/bindings-cpp` on Node 26.4 and later, shared by the serial and the HID link.
import type { EventEmitter } from 'node:events';
import { nextTurn } from '#core/clock.ts';

/**
 * Lets promises that wait for an event of a native poller go on in the same turn of the event loop. Without it they
 * wait for whatever the loop does next, a timer seconds away: the poller calls into JavaScript outside a callback
 * scope. Source: serialport/bindings-cpp, pull request 239; to be removed with a release that holds it.
 */
export function goOnAtEvents(poller: EventEmitter): void {
  const go = (): void => {
    void nextTurn();
  };
  for (const event of ['readable', 'writable', 'disconnect']) poller.on(event, go);
}
