// Who takes the readings of a daemon: its outputs, and another Solstead. Each value passes the gate once; what a plan does not need is
// not loaded.
import type { MetricId } from '#core/catalogue.ts';
import type { SiteEvent, SiteFacts } from '#core/consumer.ts';
import type { Lease } from '#core/lease.ts';
import { limitedLog } from '#core/limited-log.ts';
import type { Batch } from '#core/reading.ts';
import type { Reason } from '#core/reason.ts';
import type { PlanChanges } from '#daemon/changes.ts';
import type { DaemonPlan, PlannedUplink } from '#daemon/plan.ts';
import { checkBatch } from '#hub/ingest.ts';
import { makeMemoryLeases } from '#store/memory-leases.ts';
import { makeNewest, type Newest, siteFacts } from './daemon-home.ts';
import type { DaemonUplink, DaemonUplinkParts } from './daemon-uplink.ts';
import type { ReadingOutputs, ReadingOutputsParts } from './reading-outputs.ts';

/** What they are made of. */
export type ReadingsParts = Omit<ReadingOutputsParts & DaemonUplinkParts, 'facts' | 'newest' | 'lease'>;

/** They run. */
export class Readings {
  readonly #parts: ReadingsParts;
  readonly #newest: Newest;
  readonly #facts: SiteFacts;
  readonly #lease: Lease;
  readonly #tell: ReturnType<typeof limitedLog>;
  #outputs: ReadingOutputs | undefined;
  #uplink: DaemonUplink | undefined;

  private constructor(parts: ReadingsParts, lease: Lease) {
    this.#parts = parts;
    this.#lease = lease;
    this.#newest = makeNewest(parts);
    this.#facts = siteFacts(parts);
    this.#tell = limitedLog(parts.clock, (line) => parts.log.warn({}, line));
  }

  /** Opens what a plan names. Errors: `input.invalid` for an output that cannot be opened, `store.*`. */
  static async open(parts: ReadingsParts, { outputs, uplink }: DaemonPlan): Promise<Readings> {
    const opened = new Readings(parts, await makeMemoryLeases().hold(parts.site.id));
    if (outputs.length > 0) await opened.#openOutputs(outputs);
    await opened.#openUplink(uplink);
    return opened;
  }

  take(given: Batch): void {
    const last = (metric: MetricId) => this.#newest.last(given.device, metric);
    const { batch, rejects } = checkBatch(given, { nowMs: this.#parts.clock.nowMs(), last });
    for (const { device, metric, why } of rejects)
      this.#tell(`${device} ${metric}`, `${device}: ${metric} is left out: ${why}`);
    this.#newest.take(batch);
    if (batch.metric.length === 0) return;
    this.#outputs?.take(batch);
    this.#uplink?.take(batch);
  }

  event(event: SiteEvent): void {
    if (event.kind === 'device-removed') this.#newest.remove(event.device);
    this.#outputs?.event(event);
    this.#uplink?.event(event);
  }

  async change({ uplink }: DaemonPlan, { outputs, isOtherUplink }: Pick<PlanChanges, 'outputs' | 'isOtherUplink'>) {
    if (this.#outputs !== undefined) await this.#outputs.change(outputs);
    else if (outputs.added.length > 0) await this.#openOutputs(outputs.added);
    if (!isOtherUplink) return;
    await this.#uplink?.close(0);
    this.#uplink = undefined;
    await this.#openUplink(uplink);
  }

  issues(): readonly Reason[] {
    return [...(this.#outputs?.issues() ?? []), ...(this.#uplink?.issues() ?? [])];
  }

  /** Batches that wait for servers. */
  waiting(): number {
    return (this.#outputs?.waiting() ?? 0) + (this.#uplink?.waiting() ?? 0);
  }

  /** Ends them, after what waits was tried for so long, ms; what no server has then is told. */
  async close(mostMs: number): Promise<void> {
    await Promise.all([this.#outputs?.close(mostMs), this.#uplink?.close(mostMs)]);
  }

  async #openOutputs(planned: DaemonPlan['outputs']): Promise<void> {
    const { openReadingOutputs } = await import('./reading-outputs.ts');
    const shared = { facts: this.#facts, newest: this.#newest, lease: this.#lease };
    this.#outputs = await openReadingOutputs({ ...this.#parts, ...shared }, planned);
  }

  async #openUplink(planned: PlannedUplink | undefined): Promise<void> {
    if (planned === undefined) return;
    const { openDaemonUplink } = await import('./daemon-uplink.ts');
    this.#uplink = await openDaemonUplink({ ...this.#parts, facts: this.#facts, lease: this.#lease }, planned);
  }
}
