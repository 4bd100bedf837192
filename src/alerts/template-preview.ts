// How words of a home's own would be told: filled with an example of their kind, by the code that fills them when there is an alert.
import type { AlertKind, AlertRecord, AlertTemplate, TemplatePreview } from '#core/alert.ts';
import { metricOf } from '#core/catalogue.ts';
import { external, type Quantity } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { hourMs } from '#core/time.ts';
import { kindRules } from './kinds.ts';
import { alertMessage, type Hearer } from './message.ts';
import { assertTemplate, inOwnWords } from './templates.ts';

const device = external('Battery');
const percent = (value: number): Quantity => ({ value, unit: metricOf('battery.soc').unit });
const volts = (value: number): Quantity => ({ value, unit: metricOf('battery.cell.voltage.spread').unit });

/** An example of what an alert of a kind says; the others have no figure and no device. */
const examples: Readonly<Partial<Record<AlertKind, Reason>>> = {
  'device-offline': because('alert.offline', { device }),
  'data-gap': because('alert.gap', { device }),
  'error-burst': because('alert.errors', { device, share: percent(45) }),
  implausible: because('alert.implausible', { device, count: 80 }),
  'battery-low': because('alert.battery-low', { soc: percent(12), limit: percent(15) }),
  'cell-drift': because('alert.cell-drift', { device, spread: volts(0.21), limit: volts(0.15) }),
  'no-production': because('alert.no-production', { hours: 2.5 }),
  'under-production': because('alert.under-production', { days: 10, share: percent(35), uncertainty: percent(10) }),
  unusual: because('alert.unusual', { device, reason: because('alert.gap', { device }) }),
  budget: because('alert.budget', { name: external('year'), used: percent(104) }),
  'broker-refused': because('alert.refused', { count: 45 }),
  rule: because('alert.rule-text', { title: external('Boiler'), text: external('is hot') }),
};

/** Fills words with an example. Errors: those of `assertTemplate`. */
export function previewOf(template: AlertTemplate, nowMs: number, hearer: Hearer): TemplatePreview {
  assertTemplate(template);
  const { kind } = template;
  const reason = examples[kind] ?? because('alert.test', { home: external(hearer.site.name) });
  const openedMs = nowMs - hourMs;
  const alert: AlertRecord = {
    id: 'example',
    site: hearer.site.id,
    kind,
    severity: kindRules[kind].severity,
    state: 'open',
    openedMs,
    changedMs: openedMs,
    times: 1,
    subjects: [{ id: 'example', reason, sinceMs: openedMs }],
  };
  const usual = alertMessage({ id: 'example', createdMs: nowMs }, { what: 'raised', alert }, hearer);
  const { title, text } = inOwnWords(usual, [template], hearer);
  return { title, text };
}
