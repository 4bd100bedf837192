// What kinds of outputs are called, and under which heading they are listed.
import type { OutputKinds } from '#api/outputs.ts';
import type { OutputKindName } from '#api/outputs/kinds.ts';
import { t } from '../words.ts';

const groups = {
  brokers: () => t('outputs.group.brokers'),
  series: () => t('outputs.group.series'),
  web: () => t('outputs.group.web'),
  databases: () => t('outputs.group.databases'),
  meters: () => t('outputs.group.meters'),
} as const;

interface KindWords {
  readonly label: () => string;
  readonly group: keyof typeof groups;
  /** What it is for, where its name does not say it. */
  readonly about?: () => string;
}

/** In the order in which they are listed. */
const kindWords: Readonly<Record<OutputKindName, KindWords>> = {
  mqtt: { label: () => t('outputs.kind.mqtt'), group: 'brokers' },
  'home-assistant': { label: () => t('outputs.kind.home-assistant'), group: 'brokers' },
  'solar-assistant': { label: () => t('outputs.kind.solar-assistant'), group: 'brokers' },
  domoticz: { label: () => t('outputs.kind.domoticz'), group: 'brokers' },
  nats: { label: () => t('outputs.kind.nats'), group: 'brokers' },
  influxdb: { label: () => t('outputs.kind.influxdb'), group: 'series' },
  'victoria-metrics': { label: () => t('outputs.kind.victoria-metrics'), group: 'series' },
  'prometheus-remote-write': { label: () => t('outputs.kind.prometheus-remote-write'), group: 'series' },
  'prometheus-push-gateway': { label: () => t('outputs.kind.prometheus-push-gateway'), group: 'series' },
  'prometheus-file': { label: () => t('outputs.kind.prometheus-file'), group: 'series' },
  postgres: { label: () => t('outputs.kind.postgres'), group: 'databases' },
  mysql: { label: () => t('outputs.kind.mysql'), group: 'databases' },
  mongodb: { label: () => t('outputs.kind.mongodb'), group: 'databases' },
  webhook: { label: () => t('outputs.kind.webhook'), group: 'web' },
  pvoutput: { label: () => t('outputs.kind.pvoutput'), group: 'web' },
  emoncms: { label: () => t('outputs.kind.emoncms'), group: 'web' },
  udp: { label: () => t('outputs.kind.udp'), group: 'web' },
  'shelly-meter': {
    label: () => t('outputs.kind.shelly-meter'),
    group: 'meters',
    about: () => t('outputs.about.shelly-meter'),
  },
  'sma-meter': {
    label: () => t('outputs.kind.sma-meter'),
    group: 'meters',
    about: () => t('outputs.about.sma-meter'),
  },
  'sunspec-meter': {
    label: () => t('outputs.kind.sunspec-meter'),
    group: 'meters',
    about: () => t('outputs.about.sunspec-meter'),
  },
};

const isKnown = (kind: string): kind is OutputKindName => Object.hasOwn(kindWords, kind);

/** What a kind is called. */
export const kindText = (kind: string): string => (isKnown(kind) ? kindWords[kind].label() : kind);

/** What a kind is for; nothing, where its name says it. */
export const aboutKind = (kind: string): string | undefined => (isKnown(kind) ? kindWords[kind].about?.() : undefined);

/** Kinds to choose from, those of one heading together; plug-ins, which say themselves what they are called, come last. */
export function kindOptions(all: OutputKinds['kinds']) {
  const kinds = all.map(({ kind }) => kind);
  const titles = new Map(all.map(({ kind, title }) => [kind, title]));
  const known = Object.keys(kindWords)
    .filter((kind) => kinds.includes(kind))
    .concat(kinds.filter((kind) => !isKnown(kind)));
  return known.map((value) => ({
    value,
    label: titles.get(value) ?? kindText(value),
    group: isKnown(value) ? groups[kindWords[value].group]() : t('outputs.group.plug-ins'),
  }));
}
