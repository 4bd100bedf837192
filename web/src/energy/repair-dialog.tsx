// Putting something right: what, why, what it changes, and only then the change.
import { hourMs } from '#core/time.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ComponentProps, useState, type ReactNode } from 'react';
import type { EnergyEvent } from '#api/ledger.ts';
import type { EnergyCorrection, CorrectionOutcome } from '#api/corrections.ts';
import { call, failureOf } from '../api.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, Field, FailureNote } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { wallText } from '../zone.ts';
import { forgetLedger } from './ledger.ts';
import { checkedRepair, type RepairDraft, type RepairProblems } from './repair-draft.ts';
import { RepairFields } from './repair-fields.tsx';
import { RepairPreview } from './repair-preview.tsx';
import type { SpanQuery } from './span.ts';

const kinds = ['exclude', 'replacement', 'energy', 'overrule'] as const satisfies readonly EnergyCorrection['kind'][];

/** A draft that begins at a decision, or at the beginning of the period. */
function firstDraft(
  event: EnergyEvent | undefined,
  { span, timeZone }: { span: SpanQuery; timeZone: string },
): RepairDraft {
  const at = event === undefined ? `${span.from}T00:00` : wallText(event.atMs, timeZone);
  return {
    kind: event === undefined ? 'energy' : 'overrule',
    channel: 'load',
    source: event?.source ?? '',
    event: event?.id ?? '',
    isBooked: event?.energyWh === 0,
    from: at,
    to: event === undefined ? `${span.from}T01:00` : wallText(event.atMs + hourMs, timeZone),
    oldEnd: '',
    newStart: '',
    energy: '',
    why: '',
  };
}

interface RepairDialogProps {
  readonly span: SpanQuery;
  readonly events: readonly EnergyEvent[];
  /** What it began with. */
  readonly event: EnergyEvent | undefined;
  readonly onClose: () => void;
}

interface Asked {
  readonly repair: EnergyCorrection;
  readonly preview: boolean;
}

/** Preview and saving of one repair. */
function useRepair(why: string, onSaved: () => void) {
  const site = useSite();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ repair, preview }: Asked): Promise<CorrectionOutcome> =>
      call('addCorrection', {
        params: { site: site.id },
        body: { repair, why: why.trim(), ...(preview ? { preview } : {}) },
      }),
    onSuccess: ({ saved }) => {
      if (!saved) return;
      void forgetLedger(client, site.id);
      onSaved();
    },
  });
}

interface ConfirmProps {
  readonly outcome: CorrectionOutcome;
  readonly isSaving: boolean;
  readonly onChange: () => void;
  readonly onApply: () => void;
}

function Confirm({ outcome, isSaving, onChange, onApply }: ConfirmProps): ReactNode {
  return (
    <>
      <RepairPreview outcome={outcome} />
      <div className="actions">
        <Button onClick={onChange} disabled={isSaving}>
          {t('energy.repair.change')}
        </Button>
        <Button look="primary" busy={isSaving ? t('energy.repair.applying') : undefined} onClick={onApply}>
          {t('energy.repair.apply')}
        </Button>
      </div>
    </>
  );
}

interface RepairFormProps
  extends Omit<ComponentProps<typeof RepairFields>, 'events'>,
    Pick<RepairDialogProps, 'events' | 'onClose'> {
  readonly isAsking: boolean;
  readonly onAsk: () => void;
}

function RepairForm({ isAsking, onAsk, onClose, ...fields }: RepairFormProps): ReactNode {
  const { draft, problems, onDraft } = fields;
  return (
    <form
      noValidate
      onSubmit={(submitted) => {
        submitted.preventDefault();
        if (!isAsking) onAsk();
      }}
    >
      <Choice
        label={t('energy.repair.what')}
        hint={t(`energy.repair.text.${draft.kind}`)}
        options={optionsOf(kinds, (each) => t(`energy.repair.kind.${each}`))}
        value={draft.kind}
        onChange={(kind) => onDraft({ kind })}
      />
      <RepairFields {...fields} />
      <Field
        label={t('energy.repair.why')}
        hint={t('energy.repair.why-hint')}
        problem={problems.why}
        maxLength={500}
        value={draft.why}
        onChange={({ target }) => onDraft({ why: target.value })}
      />
      <div className="actions">
        <Button onClick={onClose}>{t('word.cancel')}</Button>
        <Button type="submit" look="primary" busy={isAsking ? t('energy.repair.previewing') : undefined}>
          {t('energy.repair.preview')}
        </Button>
      </div>
    </form>
  );
}

/** The dialog. */
export function RepairDialog({ span, events, event, onClose }: RepairDialogProps): ReactNode {
  const { timeZone } = useSite();
  const [draft, setDraft] = useState(() => firstDraft(event, { span, timeZone }));
  const [problems, setProblems] = useState<RepairProblems>({});
  const [preview, setPreview] = useState<{ readonly repair: EnergyCorrection; readonly outcome: CorrectionOutcome }>();
  const send = useRepair(draft.why, onClose);
  const onDraft = (part: Partial<RepairDraft>): void => {
    setDraft((before) => ({ ...before, ...part }));
    setProblems({});
  };
  const ask = (): void => {
    const checked = checkedRepair(draft, timeZone);
    if ('problems' in checked) {
      setProblems(checked.problems);
      return;
    }
    const { repair } = checked;
    send.mutate({ repair, preview: true }, { onSuccess: (outcome) => setPreview({ repair, outcome }) });
  };
  return (
    <Sheet title={t('energy.repair.title')} onClose={onClose}>
      {preview === undefined ? (
        <RepairForm
          draft={draft}
          problems={problems}
          span={span}
          events={events}
          isAsking={send.isPending}
          onDraft={onDraft}
          onAsk={ask}
          onClose={onClose}
        />
      ) : (
        <Confirm
          outcome={preview.outcome}
          isSaving={send.isPending}
          onChange={() => setPreview(undefined)}
          onApply={() => send.mutate({ repair: preview.repair, preview: false })}
        />
      )}
      {send.isError && <FailureNote failure={failureOf(send.error)} />}
    </Sheet>
  );
}
