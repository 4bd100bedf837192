// The demo home's past, as its devices would have told it: raw answers and messages, step by step, up to the state from
// which the live home continues.
import type { DemoDefinition, DemoDeviceName, DemoHome } from './demo-home.ts';
import { pastStepMs } from './home.ts';
import { pi30Frame } from './pi30-frame.ts';

/** What one device told at one moment of the past. */
export type PastFrame = {
  readonly device: DemoDeviceName;
  readonly definition: DemoDefinition;
  /** Epoch ms. */
  readonly atMs: number;
} & (
  | { readonly kind: 'answer'; readonly command: string; readonly request: Uint8Array; readonly response: Uint8Array }
  | { readonly kind: 'message'; readonly topic: string; readonly payload: string }
);

/** A stretch of the past. */
export interface PastRange {
  readonly demo: DemoHome;
  /** The home must not be past this yet; it runs there first. */
  readonly fromMs: number;
  /** Where the home stands afterwards (the last whole step before it). */
  readonly toMs: number;
  /** Time between two answers of a device; 60 s where absent. */
  readonly stepMs?: number;
}

/** JK request "read all": the bytes of the maker's document. */
const jkReadAll = Uint8Array.of(0x4e, 0x57, 0, 0x13, 0, 0, 0, 0, 6, 3, 0, 0, 0, 0, 0, 0, 0x68, 0, 0, 1, 0x29);

const asked: Readonly<Record<string, readonly { readonly command: string; readonly request: Uint8Array }[]>> = {
  pi30: ['QPIGS', 'QMOD'].map((command) => ({ command, request: pi30Frame(command) })),
  'jk-serial': [{ command: 'read_all', request: jkReadAll }],
};

/** Runs the home over a stretch of the past and yields what its devices told, ordered by time. */
export function* pastFrames({ demo, fromMs, toMs, stepMs = pastStepMs }: PastRange): Generator<PastFrame> {
  demo.plant.advance(fromMs, pastStepMs);
  let isFirst = true;
  for (let atMs = Math.ceil(fromMs / stepMs) * stepMs; atMs <= toMs; atMs += stepMs) {
    demo.plant.advance(atMs, Math.min(stepMs, pastStepMs));
    for (const { name: device, definition, emulator } of demo.wires) {
      for (const { command, request } of asked[definition] ?? []) {
        const response = emulator.respond(request);
        if (response !== undefined) yield { device, definition, atMs, kind: 'answer', command, request, response };
      }
    }
    for (const { name: device, definition, device: shelly } of demo.messages) {
      const told = isFirst ? shelly.overview() : shelly.tick();
      for (const { topic, payload } of told) yield { device, definition, atMs, kind: 'message', topic, payload };
    }
    isFirst = false;
  }
}
