// A tariff as text, with what is wrong beside it by line and column.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState, type ReactNode } from 'react';
import type { CarbonFactors, TariffProblem, TariffSaved } from '#api/tariffs.ts';
import { call, failureOf } from '../api.ts';
import { useSite } from '../session.ts';
import { reasonText, t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { Button, Field, FailureNote } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { forgetLedger } from './ledger.ts';
import { isDate } from './span.ts';
import { fromOf, offsetOf, withFrom } from './tariff-text.ts';

interface EditorProps {
  /** The whole tariff, or one more version of it. */
  readonly kind: 'edit' | 'version';
  readonly text: string;
  readonly carbon: CarbonFactors;
  readonly onClose: () => void;
}

interface ProblemsProps {
  readonly outcome: TariffSaved | undefined;
  readonly onGo: (problem: TariffProblem) => void;
}

function Problems({ outcome, onGo }: ProblemsProps): ReactNode {
  if (outcome === undefined) return null;
  const { problems } = outcome;
  if (problems.length === 0)
    return (
      <p className="good">
        <Icon name="check" size={18} />
        {t('energy.tariff.good')}
      </p>
    );
  return (
    <>
      <p className="problem">{t('energy.tariff.problems', { count: problems.length })}</p>
      <ol className="problems">
        {problems.map((problem) => (
          <li key={`${problem.line} ${problem.column} ${problem.why}`}>
            <button type="button" onClick={() => onGo(problem)}>
              <span className="place">{t('energy.tariff.place', { line: problem.line, column: problem.column })}</span>
              {reasonText(problem.reason)}
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

interface Asked {
  readonly text: string;
  readonly carbon: CarbonFactors | undefined;
  readonly dryRun: boolean;
}

function useTariffText(kind: EditorProps['kind'], onSaved: () => void) {
  const site = useSite();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ text, carbon, dryRun }: Asked) => {
      const body = { text, ...(carbon === undefined ? {} : { carbon }), ...(dryRun ? { dryRun } : {}) };
      return call(kind === 'edit' ? 'saveTariff' : 'addTariffVersion', { params: { site: site.id }, body });
    },
    onSuccess: ({ saved }) => {
      if (!saved) return;
      void forgetLedger(client, site.id);
      onSaved();
    },
  });
}

interface CarbonDraft {
  readonly kgPerKwh: string;
  readonly kgPerTree: string;
}

/** Typed factors; absent while one is not a number. */
function typedCarbon(carbon: CarbonFactors, { kgPerKwh, kgPerTree }: CarbonDraft): CarbonFactors | undefined {
  const [perKwh, perTree] = [kgPerKwh, kgPerTree].map((text) => Number(text.trim().replace(',', '.') || Number.NaN));
  if (perKwh === undefined || perTree === undefined || !(perKwh >= 0) || !(perTree >= 1)) return undefined;
  return { ...carbon, kgPerKwh: perKwh, kgPerTree: perTree };
}

function CarbonFields({ draft, onDraft }: { draft: CarbonDraft; onDraft: (draft: CarbonDraft) => void }): ReactNode {
  return (
    <div className="two-fields">
      <Field
        label={t('energy.tariff.kg-per-kwh')}
        inputMode="decimal"
        value={draft.kgPerKwh}
        onChange={({ target }) => onDraft({ ...draft, kgPerKwh: target.value })}
      />
      <Field
        label={t('energy.tariff.kg-per-tree')}
        inputMode="decimal"
        value={draft.kgPerTree}
        onChange={({ target }) => onDraft({ ...draft, kgPerTree: target.value })}
      />
    </div>
  );
}

interface ActionsProps {
  readonly checks: boolean;
  readonly saves: boolean;
  readonly onAsk: (dryRun: boolean) => void;
  readonly onClose: () => void;
}

function Actions({ checks, saves, onAsk, onClose }: ActionsProps): ReactNode {
  return (
    <div className="actions">
      <Button onClick={onClose}>{t('word.cancel')}</Button>
      <Button busy={checks ? t('energy.tariff.checking') : undefined} onClick={() => onAsk(true)}>
        {t('energy.tariff.check')}
      </Button>
      <Button look="primary" busy={saves ? t('energy.tariff.saving') : undefined} onClick={() => onAsk(false)}>
        {t('energy.tariff.save')}
      </Button>
    </div>
  );
}

/** The editor. */
export function TariffEditor({ kind, text: first, carbon, onClose }: EditorProps): ReactNode {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(first);
  const [factors, setFactors] = useState<CarbonDraft>({
    kgPerKwh: String(carbon.kgPerKwh),
    kgPerTree: String(carbon.kgPerTree),
  });
  const send = useTariffText(kind, onClose);
  const onText = (next: string): void => {
    setText(next);
    send.reset();
  };
  const onGo = (problem: TariffProblem): void => {
    const at = offsetOf(text, problem);
    area.current?.focus();
    area.current?.setSelectionRange(at, at);
  };
  const ask = (dryRun: boolean): void =>
    send.mutate({ text, carbon: kind === 'edit' ? typedCarbon(carbon, factors) : undefined, dryRun });
  const isChecking = send.isPending && send.variables.dryRun;
  return (
    <Sheet title={kind === 'edit' ? t('energy.tariff.edit-title') : t('energy.tariff.version-title')} onClose={onClose}>
      <p>{kind === 'edit' ? t('energy.tariff.edit-text') : t('energy.tariff.version-text')}</p>
      {kind === 'version' && (
        <Field
          label={t('energy.tariff.valid-from')}
          type="date"
          value={fromOf(text) ?? ''}
          onChange={({ target }) => {
            if (isDate(target.value)) onText(withFrom(text, target.value));
          }}
        />
      )}
      <div className="field">
        <label htmlFor={id}>{t('energy.tariff.text')}</label>
        <textarea
          id={id}
          ref={area}
          className="code"
          spellCheck={false}
          autoCapitalize="off"
          rows={16}
          value={text}
          aria-invalid={send.data !== undefined && send.data.problems.length > 0}
          aria-describedby={`${id}-problems`}
          onChange={({ target }) => onText(target.value)}
        />
      </div>
      <div id={`${id}-problems`} aria-live="polite">
        <Problems outcome={send.data} onGo={onGo} />
      </div>
      {kind === 'edit' && <CarbonFields draft={factors} onDraft={setFactors} />}
      {send.isError && <FailureNote failure={failureOf(send.error)} />}
      <Actions checks={isChecking} saves={send.isPending && !isChecking} onAsk={ask} onClose={onClose} />
    </Sheet>
  );
}
