// `npm run test:packages`: what `npm run release` makes, installed as people install it. Needs minutes, root and some programs; what cannot
// be tried here is told with the reason, and counts as not run.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addonStep } from './addon.ts';
import { againStep } from './again.ts';
import { folderUpgradeStep } from './earlier-home.ts';
import { debianStep, lintianStep, sumsStep } from './guest.ts';
import { stackStep } from './stack.ts';
import { armStep, composeStep, containerStep, openrcStep } from './places.ts';
import { NotHere, type Place, type Step, unmountBelow } from './step.ts';

const steps: readonly Step[] = [
  sumsStep,
  againStep,
  lintianStep,
  debianStep,
  folderUpgradeStep,
  openrcStep,
  containerStep,
  armStep,
  composeStep,
  stackStep,
  addonStep,
];

const { values } = parseArgs({
  options: {
    release: { type: 'string' },
    only: { type: 'string', multiple: true, default: [] },
    'addon-base': { type: 'string' },
    'allow-changed': { type: 'boolean', default: false },
  },
});

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'solstead-packages-'));

function released(): string {
  if (values.release !== undefined) return values.release;
  const out = join(folder, 'release');
  const flags = values['allow-changed'] ? ['--allow-changed'] : [];
  execFileSync(process.execPath, [join(root, 'tools/release/main.ts'), '--out', out, ...flags], { stdio: 'inherit' });
  return out;
}

/** Runs one. Answers with how it went. */
async function tried(step: Step, place: Place): Promise<'ok' | 'failed' | 'not run'> {
  const beganMs = performance.now();
  const tell = (how: string, what: string): void => {
    const seconds = ((performance.now() - beganMs) / 1000).toFixed(0);
    console.log(`${how.padEnd(8)} ${step.name} (${seconds} s): ${what}`);
  };
  try {
    tell('ok', await step.run(place));
    return 'ok';
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const isHere = !(error instanceof NotHere);
    tell(isHere ? 'FAILED' : 'not run', said);
    return isHere ? 'failed' : 'not run';
  }
}

try {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const addonBase = values['addon-base'];
  const place: Place = {
    folder,
    root,
    release: released(),
    version,
    ...(addonBase === undefined ? {} : { addonBase }),
  };
  const wanted = steps.filter(
    ({ name }) => values.only.length === 0 || values.only.some((word) => name.includes(word)),
  );
  const counts = { ok: 0, failed: 0, 'not run': 0 };
  for (const step of wanted) counts[await tried(step, place)] += 1;
  console.log(`${counts.ok} ok, ${counts.failed} failed, ${counts['not run']} not run`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
} finally {
  unmountBelow(folder);
  rmSync(folder, { recursive: true, force: true });
}
