// The fields of a repair, by its kind.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { EnergyChannel, EnergyEvent } from '#api/ledger.ts';
import { kiloEnergyUnit } from '../format.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Field } from '../ui/parts.tsx';
import { Segments } from '../ui/segments.tsx';
import { momentText } from '../zone.ts';
import { eventTitle } from './event-line.tsx';
import { whyQuery } from './ledger.ts';
import type { RepairDraft, RepairProblems } from './repair-draft.ts';
import { isExplained, type SpanQuery } from './span.ts';

const channels = [
  'pv',
  'load',
  'import',
  'export',
  'charge',
  'discharge',
  'generator',
] as const satisfies readonly EnergyChannel[];

interface FieldsProps {
  readonly draft: RepairDraft;
  readonly problems: RepairProblems;
  readonly span: SpanQuery;
  readonly events: readonly EnergyEvent[];
  readonly onDraft: (part: Partial<RepairDraft>) => void;
}

function ChannelField({ draft, onDraft }: FieldsProps): ReactNode {
  return (
    <Choice
      label={t('energy.repair.channel')}
      options={optionsOf(channels, (each) => t(`energy.channel.${each}`))}
      value={draft.channel}
      onChange={(channel) => onDraft({ channel })}
    />
  );
}

/** Sources are named by the reasons of a channel, and by the decisions of the period. */
function SourceField({ draft, problems, span, events, onDraft }: FieldsProps): ReactNode {
  const site = useSite();
  const { from, to } = span;
  const { data, isLoading } = useQuery({
    ...whyQuery(site.id, { channel: draft.channel, from, to }),
    enabled: isExplained(span),
  });
  const names = new Map<string, string>();
  for (const { source, deviceName, metric } of data?.from ?? [])
    names.set(source, [deviceName, metric].filter((part) => part !== undefined).join(' · ') || source);
  const begun = events.find(({ source }) => source === draft.source);
  if (begun !== undefined && !names.has(begun.source)) names.set(begun.source, begun.deviceName ?? begun.source);
  const options = [...names].map(([value, label]) => ({ value, label }));
  return (
    <Choice
      label={t('energy.repair.source')}
      problem={problems.source}
      hint={options.length === 0 && !isLoading ? t('energy.repair.no-source') : undefined}
      options={options}
      value={names.has(draft.source) ? draft.source : undefined}
      placeholder={isLoading ? t('app.loading') : t('settings.choose')}
      onChange={(source) => onDraft({ source })}
    />
  );
}

interface TimeProps {
  readonly label: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (value: string) => void;
}

function Time({ label, value, problem, onChange }: TimeProps): ReactNode {
  return (
    <Field
      label={label}
      type="datetime-local"
      step={300}
      problem={problem}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

function SpanFields({ draft, problems, onDraft }: FieldsProps): ReactNode {
  const site = useSite();
  return (
    <>
      <div className="two-fields">
        <Time
          label={t('energy.repair.from')}
          value={draft.from}
          problem={problems.from}
          onChange={(from) => onDraft({ from })}
        />
        <Time label={t('energy.repair.to')} value={draft.to} problem={problems.to} onChange={(to) => onDraft({ to })} />
      </div>
      <p className="hint">{t('energy.repair.clock', { zone: site.timeZone })}</p>
    </>
  );
}

function ReplacementFields(props: FieldsProps): ReactNode {
  const { draft, problems, onDraft } = props;
  return (
    <>
      <ChannelField {...props} />
      <SourceField {...props} />
      <Time
        label={t('energy.repair.at')}
        value={draft.from}
        problem={problems.from}
        onChange={(from) => onDraft({ from })}
      />
      <div className="two-fields">
        <Field
          label={t('energy.repair.old-end', { unit: kiloEnergyUnit })}
          hint={t('energy.repair.old-end-hint')}
          problem={problems.oldEnd}
          inputMode="decimal"
          value={draft.oldEnd}
          onChange={({ target }) => onDraft({ oldEnd: target.value })}
        />
        <Field
          label={t('energy.repair.new-start', { unit: kiloEnergyUnit })}
          problem={problems.newStart}
          inputMode="decimal"
          value={draft.newStart}
          onChange={({ target }) => onDraft({ newStart: target.value })}
        />
      </div>
    </>
  );
}

function OverruleFields({ draft, problems, events, onDraft }: FieldsProps): ReactNode {
  const site = useSite();
  return (
    <>
      <Choice
        label={t('energy.repair.event')}
        problem={problems.event}
        hint={events.length === 0 ? t('energy.repair.no-event') : undefined}
        options={events.map((event) => ({
          value: event.id,
          label: `${momentText(event.atMs, site.timeZone)} · ${eventTitle(event)}`,
        }))}
        value={draft.event === '' ? undefined : draft.event}
        placeholder={t('settings.choose')}
        onChange={(event) => onDraft({ event })}
      />
      <Segments
        label={t('energy.repair.event')}
        options={[
          { value: 'book', label: t('energy.repair.book') },
          { value: 'not', label: t('energy.repair.book-not') },
        ]}
        value={draft.isBooked ? 'book' : 'not'}
        onChange={(value) => onDraft({ isBooked: value === 'book' })}
      />
    </>
  );
}

/** What the kind of repair asks for. */
export function RepairFields(props: FieldsProps): ReactNode {
  const { draft, problems, onDraft } = props;
  switch (draft.kind) {
    case 'exclude':
      return (
        <>
          <ChannelField {...props} />
          <SourceField {...props} />
          <SpanFields {...props} />
        </>
      );
    case 'replacement':
      return <ReplacementFields {...props} />;
    case 'energy':
      return (
        <>
          <ChannelField {...props} />
          <SpanFields {...props} />
          <Field
            label={t('energy.repair.energy', { unit: kiloEnergyUnit })}
            problem={problems.energy}
            inputMode="decimal"
            value={draft.energy}
            onChange={({ target }) => onDraft({ energy: target.value })}
          />
        </>
      );
    case 'overrule':
      return <OverruleFields {...props} />;
  }
}
