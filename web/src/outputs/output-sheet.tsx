// Adding an output, or changing one, with a test of what would be sent and whether the server takes it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { Output, OutputKinds, OutputTested } from '#api/outputs.ts';
import { isMeterKind } from '#core/output.ts';
import { call, failureOf } from '../api.ts';
import { useSite } from '../session.ts';
import { Choice } from '../ui/choice.tsx';
import { Button, FailureNote, Field } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { listText, reasonText, t } from '../words.ts';
import { aboutKind, kindOptions } from './kind-words.ts';
import { Check, FilterFields, LongField, SettingFields } from './output-fields.tsx';
import {
  changeOf,
  draftOf,
  fieldsOf,
  isFilterWhole,
  isWhole,
  missingOf,
  type OutputDraft,
  startOf,
} from './output-draft.ts';
import { outputsQuery } from './queries.ts';
import { wordsOf } from './setting-words.ts';
import { hasKeyField, hasSecretField, isApiKey, isToken } from './shown-fields.ts';

function Tested({ found, isMeter }: { readonly found: OutputTested; readonly isMeter: boolean }): ReactNode {
  return (
    <output className="note stack">
      <p>{t(isMeter ? 'outputs.answers' : 'outputs.works', { count: found.count })}</p>
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
      const { name: _name, isOn: _isOn, ...trial } = change;
      const own = output === undefined ? {} : { id: output.id };
      return call('testOutput', { params: { site }, body: { ...trial, ...own } });
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

interface SecretProps {
  /** What a plug-in calls it; `null`: a plug-in that has none. */
  readonly own: string | null | undefined;
  readonly draft: OutputDraft;
  readonly output: Output | undefined;
  readonly onDraft: (draft: OutputDraft) => void;
}

/** What the secret is called, where no plug-in says that itself. */
function secretLabel(draft: OutputDraft): string {
  if (isApiKey(draft)) return t('outputs.api-key');
  if (draft.settings['auth'] === 'nkey') return t('outputs.seed');
  return isToken(draft) ? t('outputs.token') : t('outputs.secret');
}

/** What helps to fill it in. */
function secretHint(draft: OutputDraft): string {
  if (isApiKey(draft)) return t('outputs.hint.system');
  return draft.settings['auth'] === 'nkey' ? t('outputs.seed-hint') : t('outputs.secret-hint');
}

/** What is kept apart: a password or token, and the key of a certificate. */
function SecretFields({ own, draft, output, onDraft }: SecretProps): ReactNode {
  const isKept = output?.hasSecret === true;
  const isText = own === undefined && draft.settings['auth'] === 'credentials';
  const change = (secret: string): void => onDraft({ ...draft, secret });
  return (
    <>
      {isText && (
        <LongField
          label={t('outputs.credentials')}
          hint={isKept ? t('outputs.secret-kept') : t('outputs.credentials-hint')}
          value={draft.secret}
          onChange={change}
        />
      )}
      {!isText && own !== null && (own !== undefined || hasSecretField(draft)) && (
        <Field
          label={own ?? secretLabel(draft)}
          hint={isKept ? t('outputs.secret-kept') : secretHint(draft)}
          name="output-secret"
          type="password"
          autoComplete="off"
          maxLength={2000}
          value={draft.secret}
          onChange={({ target }) => change(target.value)}
        />
      )}
      {own === undefined && hasKeyField(draft) && (
        <LongField
          label={t('outputs.client-key')}
          hint={output?.hasClientKey === true ? t('outputs.secret-kept') : t('outputs.client-key-hint')}
          value={draft.clientKey}
          onChange={(clientKey) => onDraft({ ...draft, clientKey })}
        />
      )}
    </>
  );
}

/** Which values it gets, and how much of them may wait. */
function DraftFilter({ draft, output, onDraft }: Omit<SecretProps, 'own'>): ReactNode {
  const waitingBytes = output?.state.bytes ?? 0;
  const change = (filter: OutputDraft['filter']): void => onDraft({ ...draft, filter });
  return <FilterFields filter={draft.filter} waitingBytes={waitingBytes} onFilter={change} />;
}

/** The sheet. */
export function OutputSheet(props: SheetProps): ReactNode {
  const { kinds, output, onClose } = props;
  const [draft, setDraft] = useState(() => draftOf(kinds, output, output?.settings.kind ?? kinds.kinds[0]?.kind ?? ''));
  const { save, test } = useAsks(props);
  const fields = fieldsOf(kinds, draft.kind);
  const ownKind = kinds.kinds.find(({ kind, title }) => kind === draft.kind && title !== undefined);
  const ownSecret = ownKind === undefined ? undefined : (ownKind.secret ?? null);
  const missing = missingOf(draft, fields).map((field) => wordsOf(draft.kind, field).label());
  const [isAsked, setAsked] = useState(false);
  /** What is missing is told by the names that the page gives it. */
  const whole = (send: () => void): void => {
    setAsked(true);
    if (missing.length === 0) send();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isWhole(draft) && !save.isPending) whole(() => save.mutate(changeOf(draft, fields)));
  };
  const isMeter = isMeterKind(draft.kind);
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
        {kinds.kinds.length > 1 && output === undefined && (
          <Choice
            label={t('outputs.kind')}
            options={kindOptions(kinds.kinds)}
            value={draft.kind}
            onChange={(kind) => setDraft({ ...draft, kind, settings: startOf(fieldsOf(kinds, kind)) })}
          />
        )}
        {isMeter && (
          <p className="muted">
            {aboutKind(draft.kind)} {t('outputs.meter-safe')}
          </p>
        )}
        <SettingFields draft={draft} onDraft={setDraft} fields={fields} />
        {!isMeter && <SecretFields own={ownSecret} draft={draft} output={output} onDraft={setDraft} />}
        {!isMeter && <DraftFilter draft={draft} output={output} onDraft={setDraft} />}
        <Check label={t('outputs.is-on')} checked={draft.isOn} onChange={(isOn) => setDraft({ ...draft, isOn })} />
        <div aria-live="polite">
          {isAsked && missing.length > 0 && (
            <p className="problem">{t('outputs.need', { fields: listText(missing) })}</p>
          )}
          {isTried && test.isError && <FailureNote failure={failureOf(test.error)} />}
          {isTried && test.data !== undefined && <Tested found={test.data} isMeter={isMeter} />}
          {save.isError && <FailureNote failure={failureOf(save.error)} />}
        </div>
        <Actions
          draft={draft}
          tests={test.isPending}
          saves={save.isPending}
          onTest={() => whole(() => test.mutate({ draft, change: changeOf(draft, fields) }))}
        />
      </form>
    </Sheet>
  );
}
