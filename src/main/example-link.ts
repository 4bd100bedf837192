// `test:` in the place of a device: example answers from inside this process, for trying commands, files and outputs without one. They are
// those of the emulator of its protocol, at noon of a summer day, always the same.
import type { LinkAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Link } from '#core/link.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import type { Emulator } from '#sim/emulator.ts';
import { makeMemoryLink, type MemoryDevice, type MemoryWire } from '#transport/memory-link.ts';

/** The moment of all examples, epoch ms. */
const exampleMs = Date.UTC(2026, 5, 21, 12);
/** Longest request, bytes. */
const longestHeld = 4096;

type ExampleAddress = Extract<LinkAddress, { scheme: 'test' }>;

/** The emulator of a protocol; loaded when it is used. Errors: `address.invalid`. */
async function emulatorOf(protocol: string): Promise<Emulator> {
  const [{ createDatagramEmulator, createEmulator }, { createDemoHome }, { defaultPlace }] = await Promise.all([
    import('#sim/emulators.ts'),
    import('#sim/demo-home.ts'),
    import('#sim/place.ts'),
  ]);
  const { read } = createDemoHome({ startMs: exampleMs, place: defaultPlace, seed: 1 });
  const emulator = createDatagramEmulator(protocol, read) ?? createEmulator(protocol, read);
  if (emulator === undefined)
    throw new SolsteadError('address.invalid', {
      at: 'test:',
      why: because('link.no-examples', { protocol: external(protocol) }),
    });
  return emulator;
}

/** The device at the other end: it answers each request, and says what it says by itself. */
function deviceOn(wire: MemoryWire, emulator: Emulator, clock: Clock): MemoryDevice {
  let held = new Uint8Array();
  const { speak } = emulator;
  const stop = speak === undefined ? undefined : clock.every(speak.everyMs, () => wire.send(speak.bytes()));
  return {
    receive(bytes) {
      held = Uint8Array.of(...held, ...bytes).slice(-longestHeld);
      for (;;) {
        const { request, used } = emulator.takeRequest(held);
        held = held.slice(used);
        if (request === undefined) return;
        const answer = emulator.respond(request);
        if (answer !== undefined) wire.send(answer);
      }
    },
    closed: () => stop?.(),
  };
}

/** A link to examples. Errors of its opening: `address.invalid` where the protocol has none. */
export function makeExampleLink({ protocol = '' }: ExampleAddress, clock: Clock): Link {
  let made: Promise<Emulator> | undefined;
  return makeMemoryLink({
    name: `test:${protocol}`,
    clock,
    async attach(wire) {
      made ??= emulatorOf(protocol);
      return deviceOn(wire, await made, clock);
    },
  });
}
