// The control a setting is changed with: a choice, a number or a text, with its limits.
import { useEffect, useId, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { Setting } from '#api/settings.ts';
import { choiceText, t } from '../words.ts';
import { Button, Field } from '../ui/parts.tsx';
import { checkedEntry, limitsText, type SettingEntry } from './setting-values.ts';

interface EntryProps {
  readonly setting: Setting;
  readonly entry: string;
  readonly problem: string | undefined;
  readonly onEntry: (entry: string) => void;
}

/** What can be chosen: as sent, and as displayed. */
function optionsOf({ name, value }: Setting): readonly (readonly [entry: string, text: string])[] {
  if (value.kind === 'choice') return value.options.map((option) => [option, choiceText({ name }, option)]);
  return value.kind === 'binary'
    ? [
        ['1', t('word.on')],
        ['0', t('word.off')],
      ]
    : [];
}

function ChoiceEntry({ setting, entry, problem, onEntry }: EntryProps): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t('settings.value')}</label>
      <select
        id={id}
        className="select"
        value={entry}
        aria-invalid={problem !== undefined}
        {...(problem === undefined ? {} : { 'aria-describedby': `${id}-problem` })}
        onChange={({ target }) => onEntry(target.value)}
      >
        <option value="">{t('settings.choose')}</option>
        {optionsOf(setting).map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
      {problem !== undefined && (
        <p className="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}

function TypedEntry({ setting, entry, problem, onEntry }: EntryProps): ReactNode {
  return (
    <Field
      label={t('settings.value')}
      hint={limitsText(setting)}
      problem={problem}
      autoComplete="off"
      inputMode={setting.value.kind === 'number' ? 'decimal' : 'text'}
      value={entry}
      onChange={({ target }) => onEntry(target.value)}
    />
  );
}

/** Calls back when Escape is pressed inside an element. */
function useEscape(inside: RefObject<HTMLElement | null>, onEscape: () => void): void {
  useEffect(() => {
    const element = inside.current;
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') onEscape();
    };
    element?.addEventListener('keydown', onKey);
    return () => element?.removeEventListener('keydown', onKey);
  });
}

interface EditorProps {
  readonly setting: Setting;
  readonly isSaving: boolean;
  /** A new value is being entered: the outcome of the previous one no longer matters. */
  readonly onEntry: () => void;
  readonly onSave: (value: SettingEntry) => void;
  readonly onCancel: () => void;
}

/** A form for one new value; Escape leaves it. */
export function SettingEditor({ setting, isSaving, onEntry, onSave, onCancel }: EditorProps): ReactNode {
  const { value, current } = setting;
  const isOption = value.kind === 'choice' && !value.options.some((option) => option === current);
  const [entry, setEntry] = useState(current === undefined || isOption ? '' : String(current));
  const [problem, setProblem] = useState<string>();
  const Entry = value.kind === 'choice' || value.kind === 'binary' ? ChoiceEntry : TypedEntry;
  const form = useRef<HTMLFormElement>(null);
  // The person opened this form a moment ago.
  useEffect(() => form.current?.querySelector<HTMLElement>('select, input')?.focus(), []);
  useEscape(form, () => {
    if (!isSaving) onCancel();
  });
  const submit = (): void => {
    const checked = checkedEntry(setting, entry);
    if ('problem' in checked) setProblem(checked.problem);
    else onSave(checked.value);
  };
  return (
    <form
      ref={form}
      className="setting-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSaving) submit();
      }}
    >
      <Entry
        setting={setting}
        entry={entry}
        problem={problem}
        onEntry={(next) => {
          setEntry(next);
          setProblem(undefined);
          onEntry();
        }}
      />
      <div className="actions">
        <Button onClick={onCancel} disabled={isSaving}>
          {t('word.cancel')}
        </Button>
        <Button type="submit" look="primary" busy={isSaving ? t('settings.saving') : undefined}>
          {t('settings.save')}
        </Button>
      </div>
    </form>
  );
}
