// The files of the tests that take longest begin first: one that begins last is waited for alone, with every other worker idle.
// Vitest does so from what it measured before; on a machine that has never run the tests it knows only the size of a file.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes half a minute or more on two quiet cores, longest first. */
export const LONGEST: readonly string[] = [
  'src/main/lost-files.real.test.ts',
  'src/main/alerts-devices.real.test.ts',
  'src/main/alerts-kinds.real.test.ts',
  'src/hub/clock-walk.real.test.ts',
  'src/main/repair-folder.real.test.ts',
  'src/store/disk.real.test.ts',
  'src/cli/commands/exchange.real.test.ts',
  'src/main/solstead.real.test.ts',
  'src/ledger/silent-hours.real.test.ts',
  'src/energy/metering/year.real.test.ts',
  'src/main/held-by-timer.real.test.ts',
  'src/cli/commands/check-places.real.test.ts',
  'src/drivers/set-points.real.test.ts',
  'src/main/read-outputs.real.test.ts',
  'src/main/hostile-folder.real.test.ts',
  'tools/simulate/simulate.real.test.ts',
  'src/main/home-stores.real.test.ts',
  'src/store/postgres-records.real.test.ts',
  'src/ledger/misdated.real.test.ts',
  'src/main/alerts.real.test.ts',
  'src/main/uplink-kill.real.test.ts',
  'src/main/outputs-faults.real.test.ts',
  'src/main/doctor/doctor.real.test.ts',
  'src/main/many-nodes.real.test.ts',
  'src/main/plug-ins/plug-ins.real.test.ts',
  'src/main/plug-ins/plug-ins-late.real.test.ts',
  'src/store/postgres-history.real.test.ts',
  'src/main/broker-conformance.real.test.ts',
  'src/main/automation.real.test.ts',
  'tests/looks.test.ts',
  'tests/kiosk.test.ts',
  'tests/demo.test.ts',
  'tests/phone.test.ts',
  'tests/doors.test.ts',
  'tests/energy-views.test.ts',
];

function rank({ moduleId }: TestSpecification): number {
  const at = LONGEST.findIndex((path) => moduleId.endsWith(`/${path}`));
  return at === -1 ? LONGEST.length : at;
}

/** Sorts the files of a run. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}
