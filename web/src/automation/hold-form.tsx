// Holds a set-point by hand for a while: what, and how long. What is dangerous is set with a confirmation elsewhere.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Setting } from '#api/settings.ts';
import { call, failureOf } from '../api.ts';
import { checkedEntry, limitsText, type SettingEntry } from '../device/setting-values.ts';
import { useServerNow } from '../live-hooks.ts';
import { useMay, useSite } from '../session.ts';
import { choiceText, settingTitle, t } from '../words.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, FailureNote, Field } from '../ui/parts.tsx';
import { momentText } from '../zone.ts';
import { type HoldTime, holdSeconds, holdTimes } from './hold-time.ts';
import { renewBoard } from './queries.ts';

interface HoldProps {
  readonly device: { readonly id: string; readonly name: string };
  readonly setting: Setting;
}

interface ValueProps {
  readonly setting: Setting;
  readonly entry: string;
  readonly problem: string | undefined;
  readonly onEntry: (entry: string) => void;
}

function ValueEntry({ setting, entry, problem, onEntry }: ValueProps): ReactNode {
  const { name, value } = setting;
  if (value.kind === 'number')
    return (
      <Field
        label={t('settings.value')}
        hint={limitsText(setting)}
        problem={problem}
        autoComplete="off"
        inputMode="decimal"
        value={entry}
        onChange={({ target }) => onEntry(target.value)}
      />
    );
  const options =
    value.kind === 'choice'
      ? optionsOf(value.options, (word) => choiceText({ name }, word))
      : optionsOf(['1', '0'], (word) => (word === '1' ? t('word.on') : t('word.off')));
  const known = options.some((option) => option.value === entry) ? entry : undefined;
  return (
    <Choice
      label={t('settings.value')}
      problem={problem}
      options={options}
      value={known}
      placeholder={t('settings.choose')}
      onChange={onEntry}
    />
  );
}

interface ChosenTime {
  readonly choice: HoldTime;
  /** `18:30`, for until then. */
  readonly time: string;
}

interface TimeProps {
  readonly chosen: ChosenTime;
  readonly problem: string | undefined;
  readonly onChosen: (chosen: ChosenTime) => void;
}

function TimeEntry({ chosen, problem, onChosen }: TimeProps): ReactNode {
  return (
    <>
      <Choice
        label={t('automation.hold-for')}
        options={optionsOf(holdTimes, (one) => t(`automation.hold.${one}`))}
        value={chosen.choice}
        onChange={(choice) => onChosen({ ...chosen, choice })}
      />
      {chosen.choice === 'until' && (
        <Field
          label={t('automation.hold-until')}
          type="time"
          problem={problem}
          value={chosen.time}
          onChange={({ target }) => onChosen({ ...chosen, time: target.value })}
        />
      )}
    </>
  );
}

function useHold({ device, setting }: HoldProps) {
  const site = useSite();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ value, forSeconds }: { readonly value: SettingEntry; readonly forSeconds: number }) =>
      call('holdSetPoint', {
        params: { site: site.id },
        body: { device: device.id, setPoint: setting.name, value, forSeconds },
      }),
    onSuccess: () => renewBoard(client, site.id),
  });
}

/** What is held and how long. */
export function HoldForm({ device, setting }: HoldProps): ReactNode {
  const { timeZone } = useSite();
  const nowMs = useServerNow();
  const [entry, setEntry] = useState(setting.current === undefined ? '' : String(setting.current));
  const [chosen, setChosen] = useState<ChosenTime>({ choice: 'hour', time: '' });
  const [problem, setProblem] = useState<{ readonly value?: string; readonly time?: string }>({});
  const [untilMs, setUntilMs] = useState<number>();
  const hold = useHold({ device, setting });
  const change = (): void => {
    setProblem({});
    hold.reset();
  };
  const submit = (): void => {
    const checked = checkedEntry(setting, entry);
    const forSeconds = holdSeconds(chosen.choice, chosen.time, { nowMs, timeZone });
    if ('problem' in checked) return setProblem({ value: checked.problem });
    if (forSeconds === undefined) return setProblem({ time: t('automation.hold-no-time') });
    setUntilMs(nowMs + forSeconds * 1000);
    hold.mutate({ value: checked.value, forSeconds });
  };
  return (
    <form
      className="hold-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!hold.isPending) submit();
      }}
    >
      <p className="muted">{t('automation.hold-text')}</p>
      <ValueEntry
        setting={setting}
        entry={entry}
        problem={problem.value}
        onEntry={(next) => {
          setEntry(next);
          change();
        }}
      />
      <TimeEntry
        chosen={chosen}
        problem={problem.time}
        onChosen={(next) => {
          setChosen(next);
          change();
        }}
      />
      <Button type="submit" busy={hold.isPending ? t('automation.holding') : undefined}>
        {t('automation.hold-go')}
      </Button>
      <div aria-live="polite">
        {hold.isSuccess && untilMs !== undefined && (
          <p>{t('automation.held-until', { at: momentText(untilMs, timeZone) })}</p>
        )}
      </div>
      {hold.isError && <FailureNote failure={failureOf(hold.error)} />}
    </form>
  );
}

/** Whether something may be held: not what is dangerous, and not what has no value to hold. */
export const canHold = ({ dangerous, value }: Setting): boolean =>
  !dangerous && value.kind !== 'text' && value.kind !== 'none';

/** The form behind a line that opens it; nothing for who may not command the device, and for what is dangerous. */
export function HoldFor({ device, setting }: HoldProps): ReactNode {
  const mayHold = useMay('device.command', device.id);
  const [isOpen, setIsOpen] = useState(false);
  if (!mayHold || !canHold(setting)) return null;
  const what = `${device.name} · ${settingTitle(setting)}`;
  return (
    <details className="more hold" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary aria-label={t('automation.hold-open-of', { what })}>{t('automation.hold-open')}</summary>
      {isOpen && <HoldForm device={device} setting={setting} />}
    </details>
  );
}
