// The outputs of a home: where its readings go, and how that goes; for those who manage it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Output } from '#api/outputs.ts';
import { sentenceOf } from '#core/check-up.ts';
import { momentWords } from '../account/dates.ts';
import { call, failureOf } from '../api.ts';
import { useMay, useSession, useSite } from '../session.ts';
import { ProgramAccount } from '../setup/broker-help.tsx';
import { Button, Card, FailureNote, Skeleton } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { languageTag, reasonText, t } from '../words.ts';
import { kindText } from './kind-words.ts';
import { linesOf, stateText } from './output-lines.ts';
import { OutputSheet } from './output-sheet.tsx';
import { outputKindsQuery, outputsQuery } from './queries.ts';

interface RowProps {
  readonly output: Output;
  /** What its kind is called. */
  readonly kind: string;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}

function OutputRow({ output, kind, onChange, onRemove }: RowProps): ReactNode {
  const { name, state } = output;
  const { trouble, refusal } = state;
  return (
    <li>
      <div>
        <h3>
          {name} <span className="tag">{kind}</span> <span className="tag">{stateText(output)}</span>
        </h3>
        {linesOf(output).map((line) => (
          <p key={line} className="muted">
            {line}
          </p>
        ))}
        {refusal !== undefined && (
          <p className="problem">
            {t('outputs.trouble', { time: momentWords(refusal.atMs), reason: reasonText(refusal.reason) })}
          </p>
        )}
        {state.state === 'failing' && trouble !== undefined && (
          <p className="problem">
            {t('outputs.trouble', { time: momentWords(trouble.atMs), reason: reasonText(trouble.reason) })}
          </p>
        )}
      </div>
      <div className="actions">
        <Button aria-label={t('outputs.change-of', { name })} onClick={onChange}>
          {t('outputs.change')}
        </Button>
        <Button look="danger" aria-label={t('outputs.remove-of', { name })} onClick={onRemove}>
          {t('outputs.remove')}
        </Button>
      </div>
    </li>
  );
}

/** Asks before an output is removed, and says what could not be taken away at its server. */
function RemoveSheet({ output, onClose }: { readonly output: Output; readonly onClose: () => void }): ReactNode {
  const { id: site } = useSite();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call('removeOutput', { params: { site, id: output.id } }),
    onSuccess: async ({ leftovers }) => {
      await client.invalidateQueries({ queryKey: outputsQuery(site).queryKey });
      if (leftovers === undefined) onClose();
    },
  });
  const leftovers = remove.data?.leftovers;
  return (
    <Sheet title={t('outputs.remove-of', { name: output.name })} onClose={onClose}>
      {leftovers === undefined ? (
        <p>{t('outputs.remove-ask', { name: output.name })}</p>
      ) : (
        <p role="alert">
          {t('outputs.removed')} {sentenceOf(reasonText(leftovers))}
        </p>
      )}
      {remove.isError && <FailureNote failure={failureOf(remove.error)} />}
      <div className="actions">
        <Button onClick={onClose}>{leftovers === undefined ? t('word.cancel') : t('word.close')}</Button>
        {leftovers === undefined && (
          <Button
            look="danger"
            busy={remove.isPending ? t('outputs.removing') : undefined}
            onClick={() => remove.mutate()}
          >
            {t('outputs.remove')}
          </Button>
        )}
      </div>
    </Sheet>
  );
}

const byName = (one: Output, other: Output): number => one.name.localeCompare(other.name, languageTag());

/** The card; nothing for those who may not change it. */
export function OutputsCard(): ReactNode {
  const { id } = useSite();
  const isPerson = useIsPerson();
  const may = useMay('site.manage') && isPerson;
  const mayBroker = useMay('broker.manage') && isPerson;
  const { data, error, isError, refetch } = useQuery({ ...outputsQuery(id), enabled: may });
  const { data: kinds } = useQuery({ ...outputKindsQuery, enabled: may });
  const [open, setOpen] = useState<{ readonly output?: Output; readonly isRemoved?: boolean }>();
  if (!may) return null;
  const close = (): void => setOpen(undefined);
  return (
    <Card
      title={t('outputs.title')}
      aside={
        kinds !== undefined && (
          <Button icon="plus" onClick={() => setOpen({})}>
            {t('outputs.add')}
          </Button>
        )
      }
    >
      <p className="muted">{t('outputs.text')}</p>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={80} />}
      {data?.outputs.length === 0 && <p className="muted">{t('outputs.none')}</p>}
      <ul className="rows outputs">
        {data?.outputs.toSorted(byName).map((output) => (
          <OutputRow
            key={output.id}
            output={output}
            kind={
              kinds?.kinds.find(({ kind }) => kind === output.settings.kind)?.title ?? kindText(output.settings.kind)
            }
            onChange={() => setOpen({ output })}
            onRemove={() => setOpen({ output, isRemoved: true })}
          />
        ))}
      </ul>
      {mayBroker && <ProgramAccount />}
      {open?.output !== undefined && open.isRemoved === true && <RemoveSheet output={open.output} onClose={close} />}
      {open !== undefined && open.isRemoved !== true && kinds !== undefined && (
        <OutputSheet kinds={kinds} output={open.output} onClose={close} />
      )}
    </Card>
  );
}

/** A program or a visitor could not prove who it is. */
const useIsPerson = (): boolean => useSession()?.state === 'signed-in';
