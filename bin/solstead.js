#!/usr/bin/env node
// Starts the command line on a Node that can run it: this one when it is new enough, else the one installed beside.
// Written in plain old JavaScript, so that any Node can read it and say what is missing.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const needed = 26;
const main = new URL('../src/main/solstead.ts', import.meta.url);
const beside = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= needed) {
  // Compiled code is kept for the next start, in a folder of this user's; threads take its place from the environment.
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'solstead', 'compiled');
  process.env.NODE_COMPILE_CACHE ??= cache;
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import(main.href);
} else if (existsSync(beside)) {
  const child = spawn(beside, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
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
