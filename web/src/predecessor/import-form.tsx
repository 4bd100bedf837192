// What of something that was found is brought over: the device that gets it, and each series with what it becomes.
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { earlierDevice } from '#core/predecessor.ts';
import { Check } from '../outputs/output-fields.tsx';
import { Button, Field } from '../ui/parts.tsx';
import { reasonText, t } from '../words.ts';
import type { Content, Found, ImportBody } from './queries.ts';

type Series = Content['series'][number];

/** What a person changed, by the key of a series. */
interface Choice {
  readonly isLeft: boolean;
  readonly isTurned: boolean;
}

const keyOf = ({ part = '', name }: Series): string => `${part}/${name}`;

/** Powers that go both ways: systems do not agree which way counts as positive. */
const goesBothWays = (metric: string | undefined): boolean => metric === 'grid.power' || metric === 'battery.power';

interface RowProps {
  readonly series: Series;
  /** The name that takes the place of the usual one. */
  readonly into: string;
  readonly choice: Choice;
  readonly onChange: (choice: Choice) => void;
}

function SeriesRow({ series, into, choice, onChange }: RowProps): ReactNode {
  const { name, part, values, metric, device = '', why } = series;
  const title = part === undefined ? name : `${part}/${name}`;
  if (metric === undefined)
    return (
      <li>
        <div>
          <p>{title}</p>
          <p className="muted">{t('predecessor.left-out', { values, why: reasonText(why) })}</p>
        </div>
      </li>
    );
  return (
    <li>
      <div>
        <Check
          label={title}
          checked={!choice.isLeft}
          onChange={(isTaken) => onChange({ ...choice, isLeft: !isTaken })}
        />
        <p className="muted">
          {t('predecessor.becomes', { values, metric, device: device.replace(earlierDevice, into) })}
        </p>
        {goesBothWays(metric) && !choice.isLeft && (
          <Check
            label={t('predecessor.turn')}
            checked={choice.isTurned}
            onChange={(isTurned) => onChange({ ...choice, isTurned })}
          />
        )}
      </div>
    </li>
  );
}

const unchanged: Choice = { isLeft: false, isTurned: false };

/** Only what differs from what was recognised is said. */
function saidOf(series: readonly Series[], choices: ReadonlyMap<string, Choice>): NonNullable<ImportBody['series']> {
  return series.flatMap((one) => {
    const { isLeft, isTurned } = choices.get(keyOf(one)) ?? unchanged;
    const { name, part, metric, factor = 1 } = one;
    const named = { name, ...(part === undefined ? {} : { part }) };
    if (metric === undefined || !(isLeft || isTurned)) return [];
    return [isLeft ? named : { ...named, metric, factor: -factor }];
  });
}

interface FormProps {
  readonly found: Found;
  readonly holds: Content;
  readonly devices: readonly { readonly id: string; readonly name: string }[];
  readonly onShow: (body: Omit<ImportBody, 'isDry'>) => void;
  /** Something was changed since. */
  readonly onTouched: () => void;
  readonly onBack: () => void;
  readonly busy: string | undefined;
}

/** The form. */
export function ImportForm({ found, holds, devices, onShow, onTouched, onBack, busy }: FormProps): ReactNode {
  const list = useId();
  const [device, setDevice] = useState<string>(earlierDevice);
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map());
  const { series, count } = holds;
  // What is left out comes last.
  const inOrder = series.toSorted(
    (one, other) => Number(one.metric === undefined) - Number(other.metric === undefined),
  );
  const isAny = series.some((one) => one.metric !== undefined && choices.get(keyOf(one))?.isLeft !== true);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const said = saidOf(series, choices);
    const name = device.trim() === '' ? earlierDevice : device.trim();
    onShow({ path: found.path, device: name, ...(said.length === 0 ? {} : { series: said }) });
  };
  return (
    <form className="import-form" onSubmit={submit} onChange={onTouched}>
      <h3>{`${t(`predecessor.kinds.${found.kind}`)} · ${found.path}`}</h3>
      <Field
        label={t('predecessor.device')}
        hint={t('predecessor.device-hint')}
        value={device}
        maxLength={63}
        list={list}
        onChange={({ target }) => setDevice(target.value)}
      />
      <datalist id={list}>
        {devices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
      <ul className="rows">
        {inOrder.map((one) => (
          <SeriesRow
            key={keyOf(one)}
            series={one}
            into={device.trim() === '' ? earlierDevice : device.trim()}
            choice={choices.get(keyOf(one)) ?? unchanged}
            onChange={(choice) => setChoices(new Map([...choices, [keyOf(one), choice]]))}
          />
        ))}
      </ul>
      {count > series.length && <p className="muted">{t('predecessor.more', { count: count - series.length })}</p>}
      <p className="muted">{t('predecessor.counts')}</p>
      <div className="actions">
        <Button type="submit" look="primary" disabled={!isAny} busy={busy}>
          {t('predecessor.preview')}
        </Button>
        <Button onClick={onBack}>{t('word.back')}</Button>
      </div>
    </form>
  );
}
