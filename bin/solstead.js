#!/usr/bin/env node
// Starts the command line on a Node that can run it: this one when it is new enough, else the one installed beside.
// Written in plain old JavaScript, so that any Node can read it and say what is missing.
/** What Node has of its own; `import` would load more of it than is used. Older ones than we need have no other way. */
const own = async (name) => process.getBuiltinModule?.(name) ?? (await import(name));
const { existsSync } = await own('node:fs');
const { fileURLToPath, pathToFileURL } = await own('node:url');

const needed = 26;
const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const beside = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

const self = fileURLToPath(import.meta.url);
const args = process.argv.slice(2);
const takesMillions = ['energy', 'import', 'export'].includes(args[0]);
const runsOn = ['serve', 'demo', 'daemon', 'addon'].includes(args[0]) && process.execve !== undefined;
/**
 * What runs for months stays small, and so does what takes millions of readings: without it the young generation alone grows to 50 MB.
 * Other commands are quicker without.
 */
const small = [`--max-semi-space-size=${takesMillions ? 2 : 1}`];
// What is in use there is a few MB; what is not may be a quarter as much beside, instead of three times as much.
if (takesMillions) small.push('--heap-growing-percent=25');
// What only a start did is not compiled at all. How soon the rest is compiled with all effort stays as it is: later saves 3 MB, and takes a
// busy house a tenth more of a processor.
if (runsOn) small.push('--no-sparkplug', '--invocation-count-for-feedback-allocation=64');
// The demo writes a day and a half at its start: what that leaves behind is given back, for a fifth more time then.
if (args[0] === 'demo') small.push('--optimize-for-size');
const staysSmall = runsOn || (takesMillions && process.execve !== undefined);

/**
 * Whoever starts a fresh copy without `npm start` would find a server without its app: it is built first, where what builds it is there.
 */
async function buildMissingApp() {
  const app = fileURLToPath(new URL('../web/dist/index.html', import.meta.url));
  const tool = fileURLToPath(new URL('../tools/build.ts', import.meta.url));
  if (existsSync(app) || !existsSync(tool)) return;
  process.stderr.write('Building the app, once: a minute, or some on a small computer …\n');
  const { spawnSync } = await import('node:child_process');
  const { status } = spawnSync(process.execPath, [tool, '--if-stale'], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.stderr.write('solstead: the app could not be built. Run `npm ci`, then `npm start`.\n');
}

if (Number(process.versions.node.split('.')[0]) >= needed) {
  const isAsked = args.some((arg) => arg === '--help' || arg === '-h');
  if (['serve', 'demo'].includes(args[0]) && !isAsked) await buildMissingApp();
  const { freshBundle } = await import('./bundle.js');
  const built = process.env.SOLSTEAD_SOURCES === '1' ? undefined : freshBundle(root);
  const program = built === undefined ? `${root}/src/main/solstead.ts` : `${built}/solstead.js`;
  if (built === undefined || !runsOn) {
    // Compiled code is kept for the next start, in a folder of this user's; threads take its place from the environment. A build
    // that runs for months does without: it starts as soon, and the code it would be given takes 4 MB for good.
    const { homedir } = await own('node:os');
    process.env.NODE_COMPILE_CACHE ??= `${process.env.XDG_CACHE_HOME || `${homedir()}/.cache`}/solstead/compiled`;
  }
  if (staysSmall) {
    // One arena for all threads: memory that one of them gives back serves the others.
    const env = { MALLOC_ARENA_MAX: '1', ...process.env };
    process.execve(process.execPath, [process.execPath, ...process.execArgv, ...small, program, ...args], env);
  }
  if (process.env.NODE_COMPILE_CACHE !== undefined)
    (await own('node:module')).enableCompileCache(process.env.NODE_COMPILE_CACHE);
  // With nothing left to be done, what memory was taken need not be given back piece by piece.
  if (!runsOn) process.once('beforeExit', () => process.exit());
  await import(pathToFileURL(program).href);
} else if (existsSync(beside)) {
  const { spawn } = await import('node:child_process');
  const child = spawn(beside, [self, ...args], { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; this one waits for the other to end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 1;
  });
} else {
  process.stderr.write(
    `solstead: this is Node ${process.versions.node}, but Node ${needed} or newer is needed. ` +
      'Run `npm ci` in the folder of Solstead: it brings the right one along.\n',
  );
  process.exitCode = 1;
}
