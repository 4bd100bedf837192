// The fields of an output: those of its kind as its schema lists them, and which values it gets.
import { useQuery } from '@tanstack/react-query';
import { useId, type ReactNode } from 'react';
import type { OutputSettings } from '#api/outputs/kinds.ts';
import { call } from '../api.ts';
import { useSite } from '../session.ts';
import { Choice } from '../ui/choice.tsx';
import { Field } from '../ui/parts.tsx';
import { t } from '../words.ts';
import { bandsOf, type FilterDraft, isSeconds, type OutputDraft, type SettingField } from './output-draft.ts';

type FieldNames<One> = One extends unknown ? Exclude<keyof One, 'kind'> : never;
/** The name of a field of any kind. */
type FieldName = FieldNames<OutputSettings>;

/** What a field is called, and what helps to fill it in. */
const fieldWords: Readonly<Record<FieldName, { label(): string; hint?(site: string): string }>> = {
  server: { label: () => t('outputs.field.server'), hint: () => t('outputs.hint.server') },
  ca: { label: () => t('outputs.field.ca'), hint: () => t('outputs.hint.ca') },
  prefix: {
    label: () => t('outputs.field.prefix'),
    hint: (site) => t('outputs.hint.prefix', { prefix: `solstead/${site}` }),
  },
  form: { label: () => t('outputs.field.form'), hint: () => t('outputs.hint.form') },
  qos: { label: () => t('outputs.field.qos'), hint: () => t('outputs.hint.qos') },
  retain: { label: () => t('outputs.field.retain') },
  discovery: { label: () => t('outputs.field.discovery'), hint: () => t('outputs.hint.discovery') },
  commands: { label: () => t('outputs.field.commands'), hint: () => t('outputs.hint.commands') },
  energy: { label: () => t('outputs.field.energy') },
  backlog: { label: () => t('outputs.field.backlog'), hint: () => t('outputs.hint.backlog') },
};

/** What can be chosen, by field and value. */
const choiceWords: Readonly<Record<string, () => string>> = {
  'form plain': () => t('outputs.choice.form.plain'),
  'form json': () => t('outputs.choice.form.json'),
  'qos 0': () => t('outputs.choice.qos.0'),
  'qos 1': () => t('outputs.choice.qos.1'),
  'qos 2': () => t('outputs.choice.qos.2'),
  'backlog all': () => t('outputs.choice.backlog.all'),
  'backlog newest': () => t('outputs.choice.backlog.newest'),
  'commands none': () => t('outputs.choice.commands.none'),
  'commands operator': () => t('outputs.choice.commands.operator'),
  'commands admin': () => t('outputs.choice.commands.admin'),
};

const isKnown = (name: string): name is FieldName => Object.hasOwn(fieldWords, name);

interface EntryProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A text of several lines. */
function LongField({ label, hint, value, onChange }: EntryProps): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className="code"
        rows={3}
        spellCheck={false}
        value={value}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => onChange(target.value)}
      />
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  );
}

/** A box with its words. */
export function Check({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}): ReactNode {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={({ target }) => onChange(target.checked)} />
      {label}
    </label>
  );
}

interface SettingProps {
  readonly field: SettingField;
  readonly entry: string | boolean;
  readonly onChange: (entry: string | boolean) => void;
}

function Setting({ field: { name, control, options }, entry, onChange }: SettingProps): ReactNode {
  const { id } = useSite();
  const words = isKnown(name) ? fieldWords[name] : { label: () => name };
  const label = words.label();
  const hint = words.hint?.(id);
  if (typeof entry === 'boolean') return <Check label={label} checked={entry} onChange={onChange} />;
  if (control === 'choice')
    return (
      <Choice
        label={label}
        hint={hint}
        options={options.map((value) => ({
          value: String(value),
          label: choiceWords[`${name} ${value}`]?.() ?? String(value),
        }))}
        value={entry}
        onChange={onChange}
      />
    );
  if (control === 'long') return <LongField label={label} hint={hint} value={entry} onChange={onChange} />;
  return (
    <Field
      label={label}
      hint={hint}
      name={name}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      maxLength={500}
      {...(control === 'number' ? { inputMode: 'numeric' as const } : {})}
      value={entry}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

interface DraftProps {
  readonly draft: OutputDraft;
  readonly onDraft: (draft: OutputDraft) => void;
}

/** The fields of its kind. */
export function SettingFields({
  draft,
  onDraft,
  fields,
}: DraftProps & { readonly fields: readonly SettingField[] }): ReactNode {
  return fields.map((field) => (
    <Setting
      key={field.name}
      field={field}
      entry={draft.settings[field.name] ?? field.start}
      onChange={(entry) => onDraft({ ...draft, settings: { ...draft.settings, [field.name]: entry } })}
    />
  ));
}

function DeviceChecks({ filter, onFilter }: FilterProps): ReactNode {
  const { id } = useSite();
  const { data = [] } = useQuery({
    queryKey: ['output-devices', id],
    queryFn: ({ signal }) => call('listDevices', { params: { site: id }, signal }),
  });
  if (data.length === 0) return null;
  const { exceptDevices } = filter;
  return (
    <fieldset className="choices">
      <legend>{t('outputs.devices')}</legend>
      {data.map((device) => (
        <Check
          key={device.id}
          label={device.name}
          checked={!exceptDevices.includes(device.id)}
          onChange={(isIn) => {
            const others = exceptDevices.filter((one) => one !== device.id);
            onFilter({ ...filter, exceptDevices: isIn ? others : [...others, device.id] });
          }}
        />
      ))}
    </fieldset>
  );
}

interface FilterProps {
  readonly filter: FilterDraft;
  readonly onFilter: (filter: FilterDraft) => void;
}

const isNarrow = ({ exceptDevices, metrics, exceptMetrics, every, changesOnly }: FilterDraft): boolean =>
  exceptDevices.length > 0 || `${metrics}${exceptMetrics}${every}`.trim() !== '' || changesOnly;

/** Which values it gets; closed until somebody wants to know. */
export function FilterFields({ filter, onFilter }: FilterProps): ReactNode {
  const seconds = (text: string): string | undefined => (isSeconds(text) ? undefined : t('outputs.seconds-wrong'));
  const change = (part: Partial<FilterDraft>): void => onFilter({ ...filter, ...part });
  return (
    <details className="more">
      <summary>{isNarrow(filter) ? t('outputs.filter-some') : t('outputs.filter')}</summary>
      <div className="stack">
        <DeviceChecks filter={filter} onFilter={onFilter} />
        <Field
          label={t('outputs.metrics')}
          hint={t('outputs.metrics-hint')}
          value={filter.metrics}
          onChange={({ target }) => change({ metrics: target.value })}
        />
        <Field
          label={t('outputs.except-metrics')}
          value={filter.exceptMetrics}
          onChange={({ target }) => change({ exceptMetrics: target.value })}
        />
        <Field
          label={t('outputs.every')}
          hint={t('outputs.every-hint')}
          inputMode="numeric"
          value={filter.every}
          problem={seconds(filter.every)}
          onChange={({ target }) => change({ every: target.value })}
        />
        <Check
          label={t('outputs.changes')}
          checked={filter.changesOnly}
          onChange={(changesOnly) => change({ changesOnly })}
        />
        {filter.changesOnly && (
          <>
            <Field
              label={t('outputs.bands')}
              hint={t('outputs.bands-hint')}
              value={filter.bands}
              problem={bandsOf(filter.bands) === undefined ? t('outputs.bands-wrong') : undefined}
              onChange={({ target }) => change({ bands: target.value })}
            />
            <Field
              label={t('outputs.again')}
              hint={t('outputs.again-hint')}
              inputMode="numeric"
              value={filter.again}
              problem={seconds(filter.again)}
              onChange={({ target }) => change({ again: target.value })}
            />
          </>
        )}
      </div>
    </details>
  );
}
