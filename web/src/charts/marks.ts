// What happened in a time, for the chart and as a list: findings and commands.
import type { Anomaly } from '#api/anomalies.ts';
import type { Command } from '#api/commands.ts';
import { isSetPointId } from '#core/set-points.ts';
import { valueText } from '../automation/told.ts';
import type { ChartMark } from '../chart/panels.ts';
import { reasonText, settingTitle, t } from '../words.ts';
import type { Stretch } from './view.ts';

/** More marks than these are a smear. */
const mostMarks = 24;

/** The title of what a command sets. */
function titleOf({ setPoint, setting }: Command): string {
  const name = setPoint ?? setting ?? '';
  return isSetPointId(name) ? settingTitle({ name, title: name }) : name;
}

/** The newest of them, in the order of time. */
export function marksOf(
  findings: readonly Anomaly[],
  commands: readonly Command[],
  { fromMs, toMs, timeZone }: Stretch & { readonly timeZone: string },
): readonly ChartMark[] {
  const all = [
    ...findings.map(({ fromMs: atMs, reason }) => ({ atMs, label: reasonText(reason, timeZone) })),
    ...commands
      .filter(({ sentMs }) => sentMs !== undefined)
      .map((command) => ({
        atMs: command.sentMs ?? command.createdMs,
        label: t('charts.mark-command', {
          title: titleOf(command),
          value: valueText(command.setPoint ?? '', command.value),
        }),
      })),
  ];
  return all
    .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
    .toSorted((one, other) => one.atMs - other.atMs)
    .slice(-mostMarks);
}
