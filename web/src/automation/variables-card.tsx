// The variables of the text, which people give their values: who is at home, a reserve.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { AutomationBoard } from '#api/automation.ts';
import { call, failureOf } from '../api.ts';
import { useMay, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Button, Card, FailureNote } from '../ui/parts.tsx';
import { Segments } from '../ui/segments.tsx';
import { renewBoard } from './queries.ts';

type Variable = AutomationBoard['variables'][number];

const shown = (value: Variable['value']): string =>
  value === true ? t('automation.variable-on') : value === false ? t('automation.variable-off') : String(value);

/** What was typed, of the kind that the variable has; undefined: it is none of that kind. */
function typed(text: string, kind: Variable['value']): Variable['value'] | undefined {
  if (typeof kind !== 'number') return text;
  const value = Number(text.replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) ? undefined : value;
}

interface FieldProps {
  readonly variable: Variable;
  readonly isBusy: boolean;
  readonly text: string | undefined;
  onText(text: string): void;
  onSet(value: Variable['value']): void;
}

/** What it is, as something that can be changed. */
function Field({ variable: { name, value }, isBusy, text, onText, onSet }: FieldProps): ReactNode {
  if (typeof value === 'boolean')
    return (
      <Segments
        label={name}
        options={[
          { value: 'true', label: t('automation.variable-on') },
          { value: 'false', label: t('automation.variable-off') },
        ]}
        value={String(value)}
        onChange={(one) => onSet(one === 'true')}
      />
    );
  const next = typed(text ?? String(value), value);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (next !== undefined) onSet(next);
      }}
    >
      <input
        aria-label={name}
        inputMode={typeof value === 'number' ? 'decimal' : 'text'}
        maxLength={200}
        value={text ?? String(value)}
        onChange={(event) => onText(event.target.value)}
      />
      <Button
        type="submit"
        disabled={next === undefined || text === undefined}
        busy={isBusy ? t('automation.variable-saving') : undefined}
      >
        {t('automation.variable-save')}
      </Button>
    </form>
  );
}

function Row({ variable, mayChange }: { readonly variable: Variable; readonly mayChange: boolean }): ReactNode {
  const site = useSite();
  const client = useQueryClient();
  const [text, setText] = useState<string>();
  const { name, value } = variable;
  const set = useMutation({
    mutationFn: (next: Variable['value']) =>
      call('setAutomationVariable', { params: { site: site.id, name }, body: { value: next } }),
    onSuccess: async () => {
      await renewBoard(client, site.id);
      setText(undefined);
    },
  });
  return (
    <li className="variable">
      <strong>{name}</strong>
      {mayChange ? (
        <Field
          variable={variable}
          isBusy={set.isPending}
          text={text}
          onText={setText}
          onSet={(next) => set.mutate(next)}
        />
      ) : (
        shown(value)
      )}
      <span aria-live="polite">
        {set.isSuccess && text === undefined && t('automation.variable-saved', { name, value: shown(set.variables) })}
      </span>
      {set.isError && <FailureNote failure={failureOf(set.error)} />}
    </li>
  );
}

/** The variables; nothing where the text has none. */
export function VariablesCard({ board: { variables } }: { readonly board: AutomationBoard }): ReactNode {
  const mayChange = useMay('device.command');
  if (variables.length === 0) return null;
  return (
    <Card title={t('automation.variables')} className="automation-card">
      <p className="muted">{t('automation.variables-text')}</p>
      <ul className="entries">
        {variables.map((variable) => (
          <Row key={variable.name} variable={variable} mayChange={mayChange} />
        ))}
      </ul>
    </Card>
  );
}
