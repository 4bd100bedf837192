// What the hours of a home are settled with: which devices it had when, how it wants its energy counted, and what people
// corrected. Anything made with them compares the version to see whether it has to be made again.
import type { MetricId } from '#core/catalogue.ts';
import type { Clock } from '#core/clock.ts';
import type { LedgerStore } from '#core/ledger.ts';
import type { MeteredDevice } from '#energy/metering/plan-options.ts';
import type { SitePlace } from '#energy/metering/gap-shape.ts';
import type { MeterPlan } from '#energy/metering/plan.ts';
import type { Correction } from '#energy/metering/correction.ts';
import type { OptionsKey } from './counting-options.ts';
import { type DeviceTimeline, makeDeviceTimeline, type PresentDevice } from './device-timeline.ts';
import { deviceDocuments, type Documents, documentsOf, importedDocuments, correctionDocuments } from './documents.ts';
import type { BookedDevice, CounterName, ImportedPage, SavedCorrection } from './records.ts';

/** What rules depend on. */
export interface RulesParts {
  readonly site: string;
  readonly timeZone: string;
  /** Where the home is; absent: not known. */
  readonly place?: SitePlace | undefined;
  readonly clock: Clock;
  readonly store: LedgerStore;
  onTrouble(error: unknown): void;
}

/** The rules of a home; nothing is known before they are opened. */
export class Rules {
  readonly #parts: RulesParts;
  readonly #documents: Documents;
  readonly #present = new Map<string, PresentDevice>();
  #devices: DeviceTimeline | undefined;
  #saving: Promise<unknown> = Promise.resolve();
  #savedCorrections: readonly SavedCorrection[] = [];
  #corrections: readonly Correction[] = [];
  #version = 0;

  constructor(parts: RulesParts) {
    this.#parts = parts;
    this.#documents = documentsOf(parts.store, parts.site);
  }

  /** A new number after every change. */
  get version(): number {
    return this.#version;
  }

  /** Reads what is kept. Errors: `store.*`. */
  async open(): Promise<void> {
    await this.loadCorrections();
    const [pages, imported] = [
      await this.#documents.all(deviceDocuments),
      await this.#documents.all(importedDocuments),
    ];
    const { timeZone, place, clock } = this.#parts;
    this.#devices = makeDeviceTimeline(pages, { timeZone, place, imported, save: (page) => this.#save(page) });
    for (const device of this.#present.values()) this.#devices.place(device, clock.nowMs());
  }

  place(device: PresentDevice): void {
    this.#present.set(device.id, device);
    this.#devices?.place(device, this.#parts.clock.nowMs());
    this.#version += 1;
  }

  remove(device: string): void {
    this.#present.delete(device);
    this.#devices?.remove(device, this.#parts.clock.nowMs());
    this.#version += 1;
  }

  /** Notes that a device goes on under another protocol or other topics. */
  moved(device: string): void {
    this.#devices?.moved(device, this.#parts.clock.nowMs());
    this.#version += 1;
  }

  /** Whether a device is there now. */
  isPresent(device: string): boolean {
    return this.#present.has(device);
  }

  /** Notes that a device gave metrics. */
  heard(device: string, metrics: readonly MetricId[], atMs: number): void {
    if (this.#devices?.heard(device, metrics, atMs) === true) this.#version += 1;
  }

  /** What was imported from when to when, from now on. */
  bring(imported: ReadonlyMap<string, ImportedPage>): void {
    this.#devices?.bring(imported);
    this.#version += 1;
  }

  knows(device: string, metric: MetricId): boolean {
    return this.#devices?.knows(device, metric) === true;
  }

  /** When the first reading of any device was, epoch ms. */
  get firstMs(): number | undefined {
    return this.#devices?.firstMs();
  }

  /** When a device was first heard, epoch ms. */
  firstMsOf(device: string): number | undefined {
    return this.#devices?.firstMsOf(device);
  }

  /** The parts of a device that may have a role of their own: their ids. */
  partsOf(device: string): readonly string[] {
    return this.#devices?.partsOf(device) ?? [];
  }

  /** The devices of an hour, imported ones included. */
  devicesAt(hourMs: number): readonly MeteredDevice[] {
    return this.#devices?.devicesAt(hourMs) ?? [];
  }

  /** All counters that were ever read. */
  counters(): readonly CounterName[] {
    return this.#devices?.counters() ?? [];
  }

  /** The options hours are settled with from now on. */
  choose(options: OptionsKey): void {
    this.#devices?.choose(options);
    this.#version += 1;
  }

  get options(): OptionsKey {
    return this.#devices?.options ?? '';
  }

  /** The plan of an hour, by the options in force or others; the same object as long as it is the same plan. */
  planAt(hourMs: number, options?: OptionsKey): MeterPlan {
    return this.#devices?.planAt(hourMs, options) ?? { sources: [] };
  }

  /** Corrections in order of time. */
  get savedCorrections(): readonly SavedCorrection[] {
    return this.#savedCorrections;
  }

  /** The same in the form settling takes. */
  get corrections(): readonly Correction[] {
    return this.#corrections;
  }

  /** Reads them again, after one was saved or removed. Errors: `store.*`. */
  async loadCorrections(): Promise<void> {
    this.#savedCorrections = (await this.#documents.all(correctionDocuments)).map(({ content }) => content);
    this.#corrections = this.#savedCorrections.map(({ repair }) => repair);
    this.#version += 1;
  }

  /** Resolves when what is remembered of devices is kept. */
  async saved(): Promise<void> {
    await this.#saving;
  }

  #save({ id, content }: { readonly id: string; readonly content: BookedDevice }): void {
    const { clock, onTrouble } = this.#parts;
    const saved = this.#documents.save(deviceDocuments, { id, atMs: clock.nowMs(), content });
    this.#saving = Promise.all([this.#saving, saved]).catch(onTrouble);
  }
}
