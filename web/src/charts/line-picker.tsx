// The dialog in which a line is added: every value that is kept, of the home and of each device, found by its name.
import { useDeferredValue, useState, type ReactNode } from 'react';
import { flowLines } from '#api/flow-lines.ts';
import { labelOf } from '../device/device-values.ts';
import { hasHistory } from '../device/device-values.ts';
import { useLiveState } from '../live-hooks.ts';
import { t } from '../words.ts';
import { Field } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { flowLabel } from './labels.ts';
import { lineId, type LineKey } from './view.ts';

interface Choice {
  readonly key: LineKey;
  readonly label: string;
}

interface Group {
  readonly name: string;
  readonly choices: readonly Choice[];
}

function useGroups(): readonly Group[] {
  const devices = useLiveState((state) => state.devices) ?? [];
  const values = useLiveState((state) => state.values) ?? {};
  const home = {
    name: t('charts.home'),
    choices: flowLines.map((metric) => ({ key: { metric }, label: flowLabel(metric) })),
  };
  const ofDevices = devices.map(({ id, name }) => ({
    name,
    choices: Object.values(values[id] ?? {})
      .filter(hasHistory)
      .map(({ metric }) => ({ key: { device: id, metric }, label: labelOf(metric) })),
  }));
  return [home, ...ofDevices.filter(({ choices }) => choices.length > 0)];
}

/** Whether every word of a search is in a text. */
function fits(text: string, search: string): boolean {
  const plain = (words: string): string => words.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const within = plain(text);
  return plain(search)
    .split(/\s+/)
    .every((word) => within.includes(word));
}

interface LinePickerProps {
  readonly shown: readonly LineKey[];
  readonly onAdd: (key: LineKey) => void;
  readonly onClose: () => void;
}

/** The dialog. */
export function LinePicker({ shown, onAdd, onClose }: LinePickerProps): ReactNode {
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search);
  const taken = new Set(shown.map(lineId));
  const groups = useGroups()
    .map(({ name, choices }) => ({
      name,
      choices: choices.filter(({ key, label }) => fits(`${name} ${label} ${key.metric}`, wanted)),
    }))
    .filter(({ choices }) => choices.length > 0);
  return (
    <Sheet title={t('charts.add-title')} side onClose={onClose}>
      <Field
        label={t('charts.search')}
        hint={t('charts.search-hint')}
        type="search"
        autoComplete="off"
        maxLength={80}
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      <output className={groups.length === 0 ? 'note' : 'hidden'}>
        {groups.length === 0 ? t('charts.none-found') : ''}
      </output>
      {groups.map(({ name, choices }) => (
        <section key={name} className="line-group">
          <h3>{name}</h3>
          <ul className="line-choices">
            {choices.map(({ key, label }) => (
              <li key={lineId(key)}>
                <button type="button" disabled={taken.has(lineId(key))} onClick={() => onAdd(key)}>
                  {label}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Sheet>
  );
}
