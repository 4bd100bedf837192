// `solstead doctor`: one look at the whole installation, with what to do about what is wrong. It changes nothing, needs no lock, and works
// beside a Solstead that runs. Each part has its time, and fails alone; no secret leaves it.
import { resolve } from 'node:path';
import { type CheckArea, checkAreas, type Checked, type CheckLine, bad, skipped } from '#core/check-up.ts';
import { systemClock } from '#core/clock.ts';
import { reasonOf } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { DoctorFlags } from '#cli/flags.ts';
import { isFolderHeld } from '#store/folder.ts';
import { environment, secretOf, secretsOfEnvironment } from '../environment.ts';
import { loadOwn, type OwnRegistry } from '../user-devices.ts';
import { checkBluetooth, checkClock, checkDisk, checkNetwork, checkPorts, checkProgram } from './computer.ts';
import { checkDatabase, checkFolder, helpWithSystem } from './data-folder.ts';
import type { DoctorParts } from './doctor-parts.ts';
import { checkHomeOutputs } from './output-trials.ts';
import { checkFiles, checkPlanOutputs, secretsInFiles, secretsOf, untriedOutputs } from './own-files.ts';
import { checkBroker, checkStores, checkWeb } from './servers.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Longest time of one part, s. */
const longestS = 30;

/** Runs a part; one that throws or takes too long says so. */
async function part(
  area: CheckArea,
  { clock }: Pick<DoctorParts, 'clock'>,
  run: () => Promise<readonly Checked[]>,
): Promise<readonly CheckLine[]> {
  const late = Promise.withResolvers<readonly Checked[]>();
  const cancel = clock.after(longestS * 1000, () => late.resolve([bad(because('doctor.late', { seconds: longestS }))]));
  const failed = (thrown: unknown): readonly Checked[] => [bad(reasonOf(thrown), helpWithSystem(thrown))];
  try {
    const lines = await Promise.race([run().catch(failed), late.promise]);
    return lines.map((line) => ({ area, ...line }));
  } finally {
    cancel();
  }
}

async function registryOf({ devices, plugins, data }: DoctorFlags): Promise<OwnRegistry | Checked> {
  try {
    return await loadOwn({ devices, plugins, data });
  } catch (thrown) {
    return bad(reasonOf(thrown));
  }
}

/** What each area is looked at with. */
function looks(
  parts: DoctorParts,
  { files, outputs }: Readonly<Record<'files' | 'outputs', () => Promise<readonly Checked[]>>>,
): Readonly<Record<CheckArea, () => Promise<readonly Checked[]>>> {
  return {
    program: () => checkProgram(parts),
    folder: () => checkFolder(parts),
    database: async () => [...(await checkDatabase(parts)), ...(await checkStores(parts))],
    disk: () => checkDisk(parts),
    clock: () => checkClock(parts),
    ports: () => checkPorts(),
    bluetooth: () => checkBluetooth(parts),
    broker: () => checkBroker(parts),
    web: () => checkWeb(parts),
    network: () => checkNetwork(parts),
    files,
    outputs,
  };
}

/** Looks at everything, all parts at once; `tell` hears of each as soon as it has been looked at. */
export async function examine(
  flags: DoctorFlags,
  tell: (area: CheckArea, found: readonly CheckLine[]) => void = () => undefined,
): Promise<readonly CheckLine[]> {
  const isRunning = isFolderHeld(resolve(flags.data));
  const parts: DoctorParts = { ...flags, clock: systemClock, environment, secretOf, isRunning };
  const registry = await registryOf(flags);
  const files = 'listed' in registry ? await checkFiles(flags, registry) : { lines: [registry] };
  const { plan } = 'plan' in files ? files : {};
  const outputs = async (): Promise<readonly Checked[]> => {
    const untried = plan === undefined ? untriedOutputs(flags) : [];
    if (!('listed' in registry)) return untried.length > 0 ? untried : [skipped(because('doctor.no-outputs'))];
    const ofPlan = plan === undefined ? untried : await checkPlanOutputs(plan, registry, parts);
    const ofHome = await checkHomeOutputs(parts, registry);
    const isNone = ({ what }: Checked): boolean => what.code === 'doctor.no-outputs';
    return ofPlan.length === 0 ? ofHome : [...ofPlan, ...ofHome.filter((line) => !isNone(line))];
  };
  const secrets = [...secretsOfEnvironment(), ...(plan === undefined ? [] : secretsOf(plan)), ...secretsInFiles(flags)];
  const places = [flags.records?.reveal(), flags.history?.reveal(), flags.mqttBroker].flatMap((one) => one ?? []);
  const look = looks(parts, { files: async () => files.lines, outputs });
  const lines = await Promise.all(
    checkAreas.map(async (area) => {
      const found = withoutSecrets(await part(area, parts, look[area]), { secrets, places });
      tell(area, found);
      return found;
    }),
  );
  return lines.flat();
}
