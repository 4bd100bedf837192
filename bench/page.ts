// Rows "app": the app in a real browser. What a phone loads, when it shows the home, and what the page costs while it is open.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import type { Contest } from './contest.ts';
import type { Place } from './place.ts';
import { startSolstead } from './start-jobs.ts';

const dist = join(import.meta.dirname, '..', 'web', 'dist');
const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
/** A phone of the lower middle at the edge of the Wi-Fi. */
const phone = { cpuTimes: 4, bytesPerSecond: 1.6e6 / 8, latencyMs: 40 };
const patienceMs = 60_000;
/** How long the page is watched while it is live, ms. */
const watchMs = 20_000;

/** Marks that a page is there for people: the powers of the home, and the figures of its energy. */
const there = { live: 'ul[aria-label="Power now as a list"]', energy: '.figure' };

/** Bytes of the files that the page names at its start, as they go over the wire. */
function firstLoadKb(): number {
  const named = new Set(readFileSync(join(dist, 'index.html'), 'utf8').match(/assets\/[\w-]+\.(js|css)/g));
  const packed = (file: string): string => (existsSync(join(dist, `${file}.br`)) ? `${file}.br` : file);
  return [...named, 'index.html'].reduce((sum, file) => sum + statSync(join(dist, packed(file))).size, 0) / 1000;
}

interface Stage {
  readonly url: string;
  readonly browser: Browser;
}

async function stage(place: Place): Promise<Stage> {
  const executablePath = place.need('chromium');
  const { port } = await startSolstead(place, { command: 'demo' });
  const browser = await chromium.launch({ executablePath, args: flags });
  place.onTestFinished(() => browser.close());
  return { browser, url: `http://127.0.0.1:${port}/` };
}

/** A new visitor, whose browser has nothing of the app. */
async function visitor({ browser }: Stage): Promise<{ context: BrowserContext; page: Page; cdp: CDPSession }> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    serviceWorkers: 'block',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  return { context, page, cdp: await context.newCDPSession(page) };
}

async function slowDown(cdp: CDPSession): Promise<void> {
  const { cpuTimes, bytesPerSecond, latencyMs } = phone;
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpuTimes });
  await cdp.send('Network.enable');
  const throughput = { downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond / 2 };
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: latencyMs, ...throughput });
}

/** What the browser has noted of a visit: until when the mark was missing, its largest paint, how long it could not react. */
interface Visit {
  readonly thereMs: number;
  readonly paintMs: number;
  readonly blockedMs: number;
}

/** A script of the page that notes it all. */
const noting = (mark: string): string => `
  globalThis.noted = { thereMs: 0, paintMs: 0, blockedMs: 0 };
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) noted.paintMs = startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) if (noted.thereMs === 0) noted.blockedMs += duration - 50;
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (document.querySelector(${JSON.stringify(mark)}) === null) requestAnimationFrame(look);
    else noted.thereMs = performance.now();
  };
  requestAnimationFrame(look);`;

/** Opens an address as somebody on a slow phone. */
async function visitSlowly(on: Stage, path: string, mark: string): Promise<Visit> {
  const { context, page, cdp } = await visitor(on);
  await slowDown(cdp);
  await page.addInitScript({ content: noting(mark) });
  await page.goto(on.url + path);
  await page.locator(mark).first().waitFor({ state: 'attached' });
  // The largest paint may follow.
  await sleep(500);
  const noted = await page.evaluate<Visit>('noted');
  await context.close();
  return noted;
}

const loading: Contest = {
  figures: [
    {
      name: 'app, first load',
      unit: 'kB',
      goal: { of: 'ours', is: 'at most', bound: 200 },
      note: 'packed, without the chart',
    },
  ],
  rounds: 1,
  open(place) {
    if (!existsSync(join(dist, 'index.html'))) place.skip('the web app is not built: node tools/build.ts');
    return { ours: () => [firstLoadKb()] };
  },
};

const slowNote = `${phone.cpuTimes} × CPU, 1.6 Mbit/s, ${phone.latencyMs} ms`;

const slowPhone: Contest = {
  figures: [
    {
      name: 'app, live on a slow phone',
      unit: 'ms',
      goal: { of: 'ours', is: 'at most', bound: 2500 },
      note: `from nothing to the powers of the home; ${slowNote}`,
    },
    { name: 'app, largest paint on a slow phone', unit: 'ms', goal: { of: 'ours', is: 'at most', bound: 2500 } },
    { name: 'app, blocked on a slow phone', unit: 'ms', note: 'tasks beyond 50 ms until the home is there' },
    { name: 'app, energy on a slow phone', unit: 'ms', goal: { of: 'ours', is: 'at most', bound: 3000 } },
  ],
  rounds: 3,
  async open(place) {
    const on = await stage(place);
    return {
      async ours() {
        const { thereMs, paintMs, blockedMs } = await visitSlowly(on, '', there.live);
        const energy = await visitSlowly(on, '#/energy', there.energy);
        return [thereMs, paintMs, blockedMs, energy.thereMs];
      },
    };
  },
};

/** A script of the page that counts the frames it draws in a second. */
const countFrames = `new Promise((resolve) => {
  const from = performance.now();
  let frames = 0;
  const next = () => {
    frames += 1;
    const spentMs = performance.now() - from;
    if (spentMs < 5000) requestAnimationFrame(next);
    else resolve((frames / spentMs) * 1000);
  };
  requestAnimationFrame(next);
})`;

async function metric(cdp: CDPSession, name: string): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find((one) => one.name === name)?.value ?? Number.NaN;
}

async function heapMb(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  return (await metric(cdp, 'JSHeapUsedSize')) / 1e6;
}

const open: Contest = {
  figures: [
    {
      name: 'app, main thread while live',
      unit: '%',
      goal: { of: 'ours', is: 'at most', bound: 5 },
      note: 'processor time of its tasks, the demo changing each second',
    },
    { name: 'app, frames', unit: '1/s', goal: { of: 'ours', is: 'at least', bound: 58 } },
    { name: 'app, heap', unit: 'MB' },
    {
      name: 'app, heap grown',
      unit: 'MB',
      goal: { of: 'ours', is: 'at most', bound: 1 },
      note: `in ${watchMs / 1000} s of live values, after the first ${watchMs / 1000} s`,
    },
  ],
  rounds: 1,
  async open(place) {
    const on = await stage(place);
    return {
      async ours() {
        const { page, cdp } = await visitor(on);
        await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
        await page.goto(on.url);
        await page.locator(there.live).first().waitFor({ state: 'attached' });
        await sleep(watchMs);
        const before = { heap: await heapMb(cdp), busy: await metric(cdp, 'TaskDuration') };
        await sleep(watchMs);
        const busy = (await metric(cdp, 'TaskDuration')) - before.busy;
        const heap = await heapMb(cdp);
        return [(busy / watchMs) * 100_000, await page.evaluate<number>(countFrames), heap, heap - before.heap];
      },
    };
  },
};

export const pageContests: readonly Contest[] = [loading, slowPhone, open];
