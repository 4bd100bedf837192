// What a few devices need to be distinguished on their line: speed, unit address, framing, logger.
import type { ReactNode } from 'react';
import type { Protocol } from '#api/set-up.ts';
import { t } from '../words.ts';
import { Choice } from '../ui/choice.tsx';
import { Field } from '../ui/parts.tsx';
import { baudRates, onlyTransport, type Draft, type DraftProblems } from './draft.ts';

interface LineOptionsProps {
  readonly draft: Draft;
  readonly problems: DraftProblems;
  /** What was chosen; absent: it is to be detected. */
  readonly protocol: Protocol | undefined;
  readonly set: (part: Partial<Draft>) => void;
}

/** What is only asked for network addresses. */
function NetworkOptions({ draft, problems, protocol, set }: LineOptionsProps): ReactNode {
  const isAddressed = protocol === undefined || protocol.addressed === true;
  const isFree = protocol === undefined || onlyTransport(protocol) === undefined;
  return (
    <>
      {isFree && (
        <Choice
          label={t('find.transport')}
          options={[
            { value: 'tcp', label: t('find.transports.tcp') },
            { value: 'udp', label: t('find.transports.udp') },
          ]}
          value={draft.transport}
          onChange={(transport) => set({ transport })}
        />
      )}
      {isAddressed && draft.transport === 'tcp' && (
        <>
          <Choice
            label={t('find.framing')}
            hint={t('find.framing-hint')}
            options={[
              { value: 'usual', label: t('find.framings.usual') },
              { value: 'tcp', label: t('find.framings.tcp') },
              { value: 'rtu', label: t('find.framings.rtu') },
            ]}
            value={draft.framing === '' ? 'usual' : draft.framing}
            onChange={(framing) => set({ framing: framing === 'usual' ? '' : framing })}
          />
          <Field
            label={t('find.logger')}
            hint={t('find.logger-hint')}
            problem={problems.logger}
            inputMode="numeric"
            value={draft.logger}
            onChange={({ target }) => set({ logger: target.value })}
          />
        </>
      )}
    </>
  );
}

/** The foldable section of them; open if something in it is wrong. */
export function LineOptions(props: LineOptionsProps): ReactNode {
  const { draft, problems, protocol, set } = props;
  const isAddressed = protocol === undefined || protocol.addressed === true;
  const isWrong = problems.unit !== undefined || problems.logger !== undefined;
  const isSerial = draft.way === 'cable' && draft.port?.startsWith('hid:') !== true;
  if (draft.way === 'cable' && !isSerial) return null;
  return (
    <details className="more" {...(isWrong ? { open: true } : {})}>
      <summary>{t('find.more')}</summary>
      {isSerial && (
        <Choice
          label={t('find.baud')}
          options={[
            { value: 'usual', label: t('find.baud-auto') },
            ...baudRates.map((rate) => ({ value: rate, label: rate })),
          ]}
          value={baudRates.find((rate) => rate === draft.baud) ?? 'usual'}
          onChange={(rate) => set({ baud: rate === 'usual' ? '' : rate })}
        />
      )}
      {isAddressed && (
        <Field
          label={t('find.unit')}
          hint={t('find.unit-hint')}
          problem={problems.unit}
          inputMode="numeric"
          value={draft.unit}
          onChange={({ target }) => set({ unit: target.value })}
        />
      )}
      {draft.way === 'network' && <NetworkOptions {...props} />}
    </details>
  );
}
