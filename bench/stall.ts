// How long the event loop was deaf while something ran: the longest delay of a 1 ms timer.

/** How long a job took, and the longest stall meanwhile, ms. */
export interface Stalled {
  readonly tookMs: number;
  readonly stallMs: number;
}

/** Runs a job beside a 1 ms timer. */
export async function stalled(job: () => Promise<unknown>): Promise<Stalled> {
  // A turn of its own, so that the garbage of what was prepared does not count.
  await new Promise((resolve) => void setTimeout(resolve, 5));
  const startMs = performance.now();
  let lastMs = startMs;
  let stallMs = 0;
  const look = (): void => {
    const nowMs = performance.now();
    stallMs = Math.max(stallMs, nowMs - lastMs - 1);
    lastMs = nowMs;
  };
  const timer = setInterval(look, 1);
  try {
    await job();
    look();
    return { tookMs: performance.now() - startMs, stallMs };
  } finally {
    clearInterval(timer);
  }
}
