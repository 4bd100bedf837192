// What a plug-in may use, by what it is asked.

/** Time for one answer: work of a processor, and how long is waited at most, ms. */
export interface AnswerTime {
  readonly cpuMs: number;
  readonly waitMs: number;
}

/** What a plug-in may use. */
export const plugInBounds = Object.freeze({
  /** Until it has loaded its file and answered for the first time: a loaded machine takes long for little work. */
  start: { cpuMs: 10_000, waitMs: 120_000 },
  /** Meaning of an answer of a device. */
  decode: { cpuMs: 2000, waitMs: 10_000 },
  /** Sending somewhere, and acting, waits for others. */
  deliver: { cpuMs: 5000, waitMs: 30_000 },
  run: { cpuMs: 5000, waitMs: 30_000 },
  /** Work while nobody asks it anything, from one question to the next, ms. */
  restMs: 5000,
  /** Memory of its values, MiB; and all that the process takes, with what Node itself needs. */
  memoryMiB: 64,
  processMiB: 256,
  /** Of what it says until it has answered, of its last words, bytes. */
  answerBytes: 65_536,
  printedBytes: 2000,
  /** Of one question, bytes. */
  questionBytes: 4_194_304,
  /** Questions that wait. */
  waiting: 32,
  /** Lines for the log: at once, and in a minute. */
  lines: 20,
  /** Pause after it ended, and the longest, ms. */
  firstPauseMs: 1000,
  longestPauseMs: 300_000,
  /** A process that is asked nothing for so long ends, and is started again when it is; how often that is looked at, ms. */
  idleMs: 60_000,
  idleLookMs: 15_000,
  /** How often it is looked at what it takes and whether it may still connect, as long as it lives, ms. */
  lookMs: 250,
});
