// What the tests of links share: the two ends of a link, scripted answers and expected errors.
import { expect, type TestContext } from 'vitest';
import { fromLatin1 } from '#core/bytes.ts';
import { systemClock } from '#core/clock.ts';
import { type ErrorCode, SolsteadError } from '#core/errors.ts';
import type { Link } from '#core/link.ts';
import { lineFramer } from './line-framer.ts';

/** The far end of the link under test. */
export interface ScriptedPeer {
  /** Called with every line that the link sent. */
  onRequest: (line: Uint8Array) => void;
  /** Sends bytes to the link, in one piece if the medium allows it. */
  send(bytes: Uint8Array): Promise<void>;
  /** Pulls the plug. */
  vanish(): Promise<void>;
  /** Plugs it in again. */
  comeBack(): Promise<void>;
}

/** A link that is not open yet, and its peer. */
export interface Bench {
  readonly link: Link;
  readonly peer: ScriptedPeer;
}

/** Makes a bench for one test, or skips the test if a part of the system is missing. */
export type MakeBench = (context: TestContext) => Promise<Bench>;

/** What a peer sends for one request; a number is a pause in ms. */
export type Answer = readonly (Uint8Array | number)[];

/** Collects what a peer receives into lines. */
export function lineSplitter(onLine: (line: Uint8Array) => void): (bytes: Uint8Array) => void {
  const framer = lineFramer();
  return (bytes) => {
    for (const frame of framer.push(bytes)) onLine(frame.bytes);
  };
}

/** Opens the link of a bench; it is closed with the test. */
export async function opened(makeBench: MakeBench, context: TestContext): Promise<Bench> {
  const bench = await makeBench(context);
  context.onTestFinished(() => bench.link.close());
  await bench.link.open();
  return bench;
}

/** Lets the peer answer each request with pieces; a number is a pause in ms. */
export function script(peer: ScriptedPeer, ...answers: readonly Answer[]): void {
  let next = 0;
  peer.onRequest = () => {
    const steps = answers[Math.min(next, answers.length - 1)] ?? [];
    next += 1;
    void play(peer, steps);
  };
}

/** Sends the steps of one answer. */
export async function play(peer: ScriptedPeer, steps: Answer): Promise<void> {
  for (const step of steps) await (typeof step === 'number' ? systemClock.sleep(step) : peer.send(step));
}

async function failureOf(promise: Promise<unknown>): Promise<SolsteadError> {
  try {
    await promise;
  } catch (thrown) {
    if (thrown instanceof SolsteadError) return thrown;
    throw thrown;
  }
  throw new Error('it did not fail');
}

/** The error of this code that a promise must end with. */
export async function expectCode(promise: Promise<unknown>, code: ErrorCode): Promise<SolsteadError> {
  const failure = await failureOf(promise);
  expect(`${failure.code}: ${failure.message}`).toMatch(new RegExp(`^${code}: `));
  return failure;
}

/** Sends the start of a frame over and over. */
export async function babble(peer: ScriptedPeer, goesOn: () => boolean): Promise<void> {
  while (goesOn()) {
    await peer.send(fromLatin1('<babble')).catch(() => undefined);
    await systemClock.sleep(10);
  }
}
