// `solstead home-assistant statistics`: the hours of a home that runs, given to Home Assistant.
import type { Clock } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import type { NamedSite, YieldRows } from '#core/statistics.ts';
import { statisticsTo } from '#outputs/home-assistant/give.ts';
import { askHome, type RunningHomeFlags, siteOf } from '../running-home.ts';

/** Flags of it. */
export interface StatisticsFlags extends RunningHomeFlags {
  readonly site?: string;
  readonly homeAssistant: string;
  readonly homeAssistantToken?: Secret;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

async function namedSite(flags: RunningHomeFlags & { readonly site?: string }): Promise<NamedSite> {
  const id = await siteOf(flags);
  const sites = await askHome(flags, { method: 'GET', path: 'api/v1/sites' });
  const found = listOf(sites).find((one) => isRecord(one) && one['id'] === id);
  return { id, name: isRecord(found) ? String(found['name']) : id };
}

/** Shows what would be given to Home Assistant, or gives it. Errors: those of {@link askHome} and {@link statisticsTo}. */
export async function giveStatistics(
  flags: StatisticsFlags,
  { out, clock }: { readonly out: { write(text: string): unknown }; readonly clock: Pick<Clock, 'nowMs' | 'after'> },
): Promise<void> {
  const { homeAssistant, homeAssistantToken: token, yes: isGiven = false } = flags;
  if (token === undefined)
    throw new SolsteadError('input.usage', { at: 'HOME_ASSISTANT_TOKEN', why: because('statistics.no-token') });
  const site = await namedSite(flags);
  const rowsOf: YieldRows = async (query) => {
    const path = `api/v1/sites/${encodeURIComponent(site.id)}/energy?${new URLSearchParams(query).toString()}`;
    const report = await askHome(flags, { method: 'GET', path });
    return listOf(isRecord(report) ? report['rows'] : undefined);
  };
  const { statistics, odd } = await statisticsTo({ address: homeAssistant, token, isGiven }, { site, rowsOf, clock });
  if (flags.json === true) {
    const told = statistics.map(({ id, hours, changed, fromMs, lastKwh }) => ({
      id,
      hours,
      changed,
      from: new Date(fromMs).toISOString(),
      kilowattHours: lastKwh,
    }));
    out.write(`${JSON.stringify({ given: isGiven, statistics: told, odd }, undefined, 2)}\n`);
    return;
  }
  for (const { id, hours, changed, fromMs, lastKwh } of statistics) {
    const from = new Date(fromMs).toISOString().slice(0, 10);
    out.write(`${id}  ${hours} hours since ${from}, ${lastKwh.toFixed(1)} kWh; ${changed} new or changed\n`);
  }
  if (statistics.length === 0) out.write('There is no settled hour yet.\n');
  if (odd > 0) out.write(`${odd} hours do not begin with an hour of UTC; Home Assistant takes no others.\n`);
  out.write(isGiven ? 'Home Assistant has them.\n' : 'Nothing was given to Home Assistant. With --yes it is.\n');
}
