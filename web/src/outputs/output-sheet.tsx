// Adding an output, or changing one, with a test of what would be sent and whether the server takes it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { Output, OutputKinds, OutputTested } from '#api/outputs.ts';
import { call, failureOf } from '../api.ts';
import { useSite } from '../session.ts';
import { Choice } from '../ui/choice.tsx';
import { Button, FailureNote, Field } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { reasonText, t } from '../words.ts';
import { Check, FilterFields, SettingFields } from './output-fields.tsx';
import { changeOf, draftOf, fieldsOf, isFilterWhole, isWhole, type OutputDraft, startOf } from './output-draft.ts';
import { outputsQuery } from './queries.ts';

const kindWords: Readonly<Record<string, () => string>> = {
  mqtt: () => t('outputs.kind.mqtt'),
  'home-assistant': () => t('outputs.kind.home-assistant'),
};

/** What a kind is called. */
export const kindText = (kind: string): string => kindWords[kind]?.() ?? kind;

function Tested({ found }: { readonly found: OutputTested }): ReactNode {
  return (
    <output className="note stack">
      <p>{t('outputs.works', { count: found.count })}</p>
      {found.note !== undefined && <p>{reasonText(found.note)}</p>}
      {found.samples.length > 0 && (
        <ul className="samples">
          {found.samples.map(({ to, content }) => (
            <li key={to}>
              <code>{to}</code> <code>{content}</code>
            </li>
          ))}
        </ul>
      )}
    </output>
  );
}

interface SheetProps {
  readonly kinds: OutputKinds;
  /** The one that is changed; absent: a new one. */
  readonly output?: Output | undefined;
  readonly onClose: () => void;
}

/** What is saved and what is tried of a draft. */
function useAsks({ output, onClose }: SheetProps) {
  const { id: site } = useSite();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (body: ReturnType<typeof changeOf>) =>
      output === undefined
        ? call('addOutput', { params: { site }, body })
        : call('changeOutput', { params: { site, id: output.id }, body }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: outputsQuery(site).queryKey });
      onClose();
    },
  });
  const test = useMutation({
    mutationFn: ({ change }: { readonly draft: OutputDraft; readonly change: ReturnType<typeof changeOf> }) => {
      const { settings, filter = {}, secret } = change;
      const own = { ...(output === undefined ? {} : { id: output.id }), ...(secret === undefined ? {} : { secret }) };
      return call('testOutput', { params: { site }, body: { settings, filter, ...own } });
    },
  });
  return { save, test };
}

interface ActionsProps {
  readonly draft: OutputDraft;
  readonly tests: boolean;
  readonly saves: boolean;
  readonly onTest: () => void;
}

function Actions({ draft, tests, saves, onTest }: ActionsProps): ReactNode {
  return (
    <div className="actions">
      <Button disabled={!isFilterWhole(draft.filter)} busy={tests ? t('outputs.testing') : undefined} onClick={onTest}>
        {t('outputs.test')}
      </Button>
      <Button look="primary" type="submit" disabled={!isWhole(draft)} busy={saves ? t('outputs.saving') : undefined}>
        {t('outputs.save')}
      </Button>
    </div>
  );
}

/** The sheet. */
export function OutputSheet(props: SheetProps): ReactNode {
  const { kinds, output, onClose } = props;
  const names = kinds.kinds.map(({ kind }) => kind);
  const [draft, setDraft] = useState(() => draftOf(kinds, output, output?.settings.kind ?? names[0] ?? ''));
  const { save, test } = useAsks(props);
  const fields = fieldsOf(kinds, draft.kind);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isWhole(draft) && !save.isPending) save.mutate(changeOf(draft, fields));
  };
  // What was found holds for what was tried.
  const isTried = test.variables?.draft === draft;
  return (
    <Sheet
      title={output === undefined ? t('outputs.add') : t('outputs.change-of', { name: output.name })}
      onClose={onClose}
    >
      <form className="stack" noValidate onSubmit={submit}>
        <Field
          label={t('outputs.name')}
          name="output-name"
          autoComplete="off"
          maxLength={80}
          value={draft.name}
          onChange={({ target }) => setDraft({ ...draft, name: target.value })}
        />
        {names.length > 1 && output === undefined && (
          <Choice
            label={t('outputs.kind')}
            options={names.map((value) => ({ value, label: kindText(value) }))}
            value={draft.kind}
            onChange={(kind) => setDraft({ ...draft, kind, settings: startOf(fieldsOf(kinds, kind)) })}
          />
        )}
        <SettingFields draft={draft} onDraft={setDraft} fields={fields} />
        <Field
          label={t('outputs.secret')}
          hint={output?.hasSecret === true ? t('outputs.secret-kept') : t('outputs.secret-hint')}
          name="output-secret"
          type="password"
          autoComplete="off"
          maxLength={2000}
          value={draft.secret}
          onChange={({ target }) => setDraft({ ...draft, secret: target.value })}
        />
        <FilterFields filter={draft.filter} onFilter={(filter) => setDraft({ ...draft, filter })} />
        <Check label={t('outputs.is-on')} checked={draft.isOn} onChange={(isOn) => setDraft({ ...draft, isOn })} />
        <div aria-live="polite">
          {isTried && test.isError && <FailureNote failure={failureOf(test.error)} />}
          {isTried && test.data !== undefined && <Tested found={test.data} />}
          {save.isError && <FailureNote failure={failureOf(save.error)} />}
        </div>
        <Actions
          draft={draft}
          tests={test.isPending}
          saves={save.isPending}
          onTest={() => test.mutate({ draft, change: changeOf(draft, fields) })}
        />
      </form>
    </Sheet>
  );
}
