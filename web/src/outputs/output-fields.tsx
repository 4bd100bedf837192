// The fields of an output: those of its kind as its schema lists them, and which values it gets.
import { useQuery } from '@tanstack/react-query';
import { waitingMb } from '#core/output.ts';
import { useId, type ReactNode } from 'react';
import { useSite } from '../session.ts';
import { Choice } from '../ui/choice.tsx';
import { Field } from '../ui/parts.tsx';
import { t } from '../words.ts';
import { outputDevicesQuery } from './queries.ts';
import { choiceText, wordsOf } from './setting-words.ts';
import { isShown } from './shown-fields.ts';
import { ExpressionField } from './expression-field.tsx';
import {
  bandsOf,
  type FilterDraft,
  isDeviceIn,
  isSeconds,
  isWaiting,
  namesOf,
  type OutputDraft,
  type SettingField,
  tooMuchFor,
  withDevice,
} from './output-draft.ts';

interface EntryProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A text of several lines. */
export function LongField({ label, hint, value, onChange }: EntryProps): ReactNode {
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
  readonly kind: string;
  readonly field: SettingField;
  readonly entry: string | boolean;
  readonly onChange: (entry: string | boolean) => void;
}

/** The home, or one of its devices. */
function DeviceField({ label, value, onChange }: EntryProps): ReactNode {
  const { id } = useSite();
  const { data = [] } = useQuery(outputDevicesQuery(id));
  const devices = data.map((device) => ({ value: device.id, label: device.name }));
  // One that was removed is still named by what was saved.
  const gone = value !== '' && !devices.some((device) => device.value === value) ? [{ value, label: value }] : [];
  return (
    <Choice
      label={label}
      options={[{ value: '', label: t('outputs.choice.device.home') }, ...devices, ...gone]}
      value={value}
      onChange={onChange}
    />
  );
}

function Setting({ kind, field, entry, onChange }: SettingProps): ReactNode {
  const { name, control, options, said } = field;
  const { id } = useSite();
  const words = wordsOf(kind, field);
  const label = words.label();
  const hint = words.hint?.(id);
  if (name === 'device' && said === undefined && typeof entry === 'string')
    return <DeviceField label={label} value={entry} onChange={onChange} />;
  if (typeof entry === 'boolean') return <Check label={label} checked={entry} onChange={onChange} />;
  if (control === 'choice')
    return (
      <Choice
        label={label}
        hint={hint}
        options={options.map((value) => ({
          value: String(value),
          label: said === undefined ? choiceText(name, value) : String(value),
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
  return fields
    .filter(({ name }) => isShown(draft, name))
    .map((field) => (
      <Setting
        key={field.name}
        kind={draft.kind}
        field={field}
        entry={draft.settings[field.name] ?? field.start}
        onChange={(entry) => onDraft({ ...draft, settings: { ...draft.settings, [field.name]: entry } })}
      />
    ));
}

function DeviceChecks({ filter, onFilter }: FilterProps): ReactNode {
  const { id } = useSite();
  const { data = [] } = useQuery(outputDevicesQuery(id));
  if (data.length === 0) return null;
  return (
    <fieldset className="choices">
      <legend>{t('outputs.devices')}</legend>
      {data.map((device) => (
        <Check
          key={device.id}
          label={device.name}
          checked={isDeviceIn(filter, device.id)}
          onChange={(isIn) => onFilter(withDevice(filter, device.id, isIn))}
        />
      ))}
    </fieldset>
  );
}

interface FilterProps {
  readonly filter: FilterDraft;
  readonly onFilter: (filter: FilterDraft) => void;
}

const isNarrow = ({ exceptDevices, changesOnly, rest, ...typed }: FilterDraft): boolean =>
  exceptDevices.length > 0 ||
  rest.devices !== undefined ||
  changesOnly ||
  Object.values(typed).some((one) => typeof one === 'string' && one.trim() !== '');

/** What devices and metrics are called at the server. */
function NameFields({ filter, onFilter }: FilterProps): ReactNode {
  const problem = (text: string): string | undefined =>
    namesOf(text) === undefined ? t('outputs.names-wrong') : undefined;
  return (
    <>
      <Field
        label={t('outputs.device-names')}
        hint={t('outputs.device-names-hint')}
        value={filter.deviceNames}
        problem={problem(filter.deviceNames)}
        onChange={({ target }) => onFilter({ ...filter, deviceNames: target.value })}
      />
      <Field
        label={t('outputs.metric-names')}
        hint={t('outputs.metric-names-hint')}
        value={filter.metricNames}
        problem={problem(filter.metricNames)}
        onChange={({ target }) => onFilter({ ...filter, metricNames: target.value })}
      />
    </>
  );
}

const secondsProblem = (text: string): string | undefined => (isSeconds(text) ? undefined : t('outputs.seconds-wrong'));

/** What counts as a change, and when an unchanged value comes again. */
function ChangeFields({ filter, onFilter }: FilterProps): ReactNode {
  const change = (part: Partial<FilterDraft>): void => onFilter({ ...filter, ...part });
  return (
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
        problem={secondsProblem(filter.again)}
        onChange={({ target }) => change({ again: target.value })}
      />
    </>
  );
}

/** How much may wait, and whether that is less than what waits now. */
function WaitingField({ filter, onFilter, waitingBytes }: FilterProps & { readonly waitingBytes: number }): ReactNode {
  const mib = tooMuchFor(filter.waiting, waitingBytes);
  return (
    <>
      <Field
        label={t('outputs.waiting-most')}
        hint={t('outputs.waiting-most-hint', { usual: waitingMb.usual })}
        inputMode="numeric"
        value={filter.waiting}
        problem={isWaiting(filter.waiting) ? undefined : t('outputs.waiting-wrong', waitingMb)}
        onChange={({ target }) => onFilter({ ...filter, waiting: target.value })}
      />
      <div aria-live="polite">
        {mib !== undefined && <p className="problem">{t('outputs.waiting-lost', { mib })}</p>}
      </div>
    </>
  );
}

/** Which values it gets; closed until somebody wants to know. */
export function FilterFields({
  filter,
  onFilter,
  waitingBytes = 0,
  isPlain = false,
}: FilterProps & {
  /** What waits for its server now. */
  readonly waitingBytes?: number;
  /** Without a condition and names of one's own. */
  readonly isPlain?: boolean;
}): ReactNode {
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
          problem={secondsProblem(filter.every)}
          onChange={({ target }) => change({ every: target.value })}
        />
        <Check
          label={t('outputs.changes')}
          checked={filter.changesOnly}
          onChange={(changesOnly) => change({ changesOnly })}
        />
        {filter.changesOnly && <ChangeFields filter={filter} onFilter={onFilter} />}
        {!isPlain && (
          <>
            <ExpressionField
              label={t('outputs.only-when')}
              value={filter.onlyWhen}
              onChange={(onlyWhen) => change({ onlyWhen })}
            />
            <NameFields filter={filter} onFilter={onFilter} />
            <WaitingField filter={filter} onFilter={onFilter} waitingBytes={waitingBytes} />
          </>
        )}
      </div>
    </details>
  );
}
