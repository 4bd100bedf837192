// What a home says of its alerts in words of its own: for a kind and a language, with the places that are filled in, and how it would be told.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useId, useRef, useState } from 'react';
import type { AlertSettings, AlertSettingsChange } from '#api/alerts.ts';
import { type AlertPlace, alertPlaces } from '#core/alert-places.ts';
import { tags } from '#words/sources.ts';
import { call, failureOf } from '../api.ts';
import { useMay, useSite } from '../session.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, Card, FailureNote, Field } from '../ui/parts.tsx';
import { useRested } from '../use-rested.ts';
import { failureText, languages, languageText, t, type Failure } from '../words.ts';

import { alertSettingsQuery, previewQuery } from './queries.ts';
import { hasWords, putIn, withWords, type WordsDraft, wordsOf } from './words-draft.ts';

/** So long after the last key it is shown how it is told, ms. */
const restMs = 300;

/** Who speaks, until somebody chooses otherwise. */
const usualLanguage = tags[0] ?? 'en';

/** What is wrong with one of the two, at its place. */
function problemAt(failure: Failure | undefined, part: 'title' | 'text'): string | undefined {
  const isHere = failure?.code === 'input.invalid' && failure.field === part;
  return isHere ? failureText(failure).message : undefined;
}

interface BodyProps {
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly value: string;
  readonly placeholder: string;
  readonly problem: string | undefined;
  readonly onFocus: () => void;
  readonly onChange: (text: string) => void;
}

function Body({ area, value, placeholder, problem, onFocus, onChange }: BodyProps): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t('alerts.words-body')}</label>
      <textarea
        id={id}
        ref={area}
        className="words"
        rows={4}
        maxLength={2000}
        value={value}
        placeholder={placeholder}
        aria-invalid={problem !== undefined}
        {...(problem === undefined ? {} : { 'aria-describedby': `${id}-problem` })}
        onFocus={onFocus}
        onChange={({ target }) => onChange(target.value)}
      />
      {problem !== undefined && (
        <p className="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}

function Places({
  places,
  onPut,
}: {
  readonly places: readonly AlertPlace[];
  readonly onPut: (place: AlertPlace) => void;
}): ReactNode {
  return (
    <ul className="places" aria-label={t('alerts.words-places')}>
      {places.map((place) => (
        <li key={place}>
          <button type="button" className="button quiet word-place" onClick={() => onPut(place)}>
            <code>{`{${place}}`}</code> {t(`alerts.place.${place}`)}
          </button>
        </li>
      ))}
    </ul>
  );
}

type Part = 'title' | 'text';

/** The two fields, and a place that is put into the one in which somebody typed last. */
function Fields({
  draft,
  usual,
  failure,
  onChange,
}: {
  readonly draft: WordsDraft;
  readonly usual: { readonly title: string; readonly text: string } | undefined;
  readonly failure: Failure | undefined;
  readonly onChange: (draft: WordsDraft) => void;
}): ReactNode {
  const title = useRef<HTMLInputElement>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  const last = useRef<Part>('text');
  const onPut = (place: AlertPlace): void => {
    const part = last.current;
    const field = part === 'title' ? title.current : text.current;
    const end = draft[part].length;
    const put = putIn(draft[part], place, { from: field?.selectionStart ?? end, to: field?.selectionEnd ?? end });
    onChange({ ...draft, [part]: put.text });
    // Once the field has what was put in, it goes on behind it.
    queueMicrotask(() => {
      field?.focus();
      field?.setSelectionRange(put.caret, put.caret);
    });
  };
  return (
    <>
      <Field
        ref={title}
        label={t('alerts.words-title')}
        maxLength={200}
        value={draft.title}
        placeholder={usual?.title ?? ''}
        problem={problemAt(failure, 'title')}
        onFocus={() => {
          last.current = 'title';
        }}
        onChange={({ target }) => onChange({ ...draft, title: target.value })}
      />
      <Body
        area={text}
        value={draft.text}
        placeholder={usual?.text ?? ''}
        problem={problemAt(failure, 'text')}
        onFocus={() => {
          last.current = 'text';
        }}
        onChange={(next) => onChange({ ...draft, text: next })}
      />
      <Places places={alertPlaces(draft.kind)} onPut={onPut} />
    </>
  );
}

/** How it is told with an example, and in the usual words. */
function useTold(draft: WordsDraft) {
  const { id: site } = useSite();
  const { kind, language } = draft;
  const rested = useRested(draft, restMs);
  const told = useQuery({ ...previewQuery(site, rested), placeholderData: keepPreviousData });
  const usual = useQuery(previewQuery(site, { kind, language, title: '', text: '' }));
  // An older text's mistake is not this one's.
  const failure = told.isError && rested === draft ? failureOf(told.error) : undefined;
  return { told: told.isError ? undefined : told.data, usual: usual.data, failure };
}

function useSave() {
  const { id: site } = useSite();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: AlertSettingsChange) => call('saveAlertSettings', { params: { site }, body }),
    onSuccess: (saved) => client.setQueryData(alertSettingsQuery(site).queryKey, saved),
  });
}

function Told({ of }: { readonly of: { readonly title: string; readonly text: string } }): ReactNode {
  return (
    <figure className="told" aria-live="polite">
      <figcaption className="muted">{t('alerts.words-preview')}</figcaption>
      <strong>{of.title}</strong>
      <p>{of.text}</p>
    </figure>
  );
}

function Which({
  settings,
  draft,
  onChoose,
}: {
  readonly settings: AlertSettings;
  readonly draft: WordsDraft;
  readonly onChoose: (key: Pick<WordsDraft, 'kind' | 'language'>) => void;
}): ReactNode {
  const { kind, language } = draft;
  const label = (one: WordsDraft['kind']): string => {
    const name = t(`alerts.kind.${one}`);
    return hasWords(settings, { kind: one, language }) ? t('alerts.words-has', { name }) : name;
  };
  return (
    <>
      <Choice
        label={t('alerts.words-kind')}
        options={optionsOf(
          settings.kinds.map((one) => one.kind),
          label,
        )}
        value={kind}
        onChange={(one) => onChoose({ kind: one, language })}
      />
      {languages.length > 1 && (
        <Choice
          label={t('alerts.words-language')}
          options={optionsOf(languages, languageText)}
          value={language}
          onChange={(one) => onChoose({ kind, language: one })}
        />
      )}
    </>
  );
}

function WordsForm({ settings }: { readonly settings: AlertSettings }): ReactNode {
  const [draft, setDraft] = useState(() => wordsOf(settings, { kind: 'battery-low', language: usualLanguage }));
  const { told, usual, failure } = useTold(draft);
  const save = useSave();
  const kept = wordsOf(settings, draft);
  const isChanged = draft.title !== kept.title || draft.text !== kept.text;
  const edit = (next: WordsDraft): void => {
    save.reset();
    setDraft(next);
  };
  const send = (next: WordsDraft): void => {
    const change = withWords(settings, next);
    if (change === undefined || save.isPending) return;
    setDraft(next);
    save.mutate(change);
  };
  const isAtPlace = problemAt(failure, 'title') !== undefined || problemAt(failure, 'text') !== undefined;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged && failure === undefined) send(draft);
      }}
    >
      <Which settings={settings} draft={draft} onChoose={(key) => edit(wordsOf(settings, key))} />
      <Fields draft={draft} usual={usual} failure={failure} onChange={edit} />
      {failure !== undefined && !isAtPlace && <FailureNote failure={failure} />}
      {told !== undefined && <Told of={told} />}
      {save.isError && <FailureNote failure={failureOf(save.error)} />}
      <div className="actions">
        <span aria-live="polite">
          {save.isSuccess && t(hasWords(settings, draft) ? 'alerts.saved' : 'alerts.words-usual')}
        </span>
        {(draft.title !== '' || draft.text !== '' || hasWords(settings, draft)) && (
          <Button look="quiet" onClick={() => send({ ...draft, title: '', text: '' })}>
            {t('alerts.words-reset')}
          </Button>
        )}
        <Button
          type="submit"
          look="primary"
          disabled={!isChanged || failure !== undefined}
          busy={save.isPending ? t('alerts.saving') : undefined}
        >
          {t('alerts.save')}
        </Button>
      </div>
    </form>
  );
}

/** The card; nothing for who may not change alerts. */
export function WordsCard(): ReactNode {
  const { id } = useSite();
  const mayChange = useMay('alert.manage');
  const { data } = useQuery({ ...alertSettingsQuery(id), enabled: mayChange });
  // That the settings did not come is told by the card above.
  if (!mayChange || data === undefined) return null;
  return (
    <Card title={t('alerts.words')} className="alerts-card">
      <p className="muted">{t('alerts.words-text')}</p>
      <WordsForm settings={data} />
    </Card>
  );
}
