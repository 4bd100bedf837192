// A list to choose from by typing: time zones, protocols.
import { useState, type ReactNode } from 'react';
import { Button, ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';

/** One entry of a {@link Combo}. */
export interface ComboItem {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
}

interface ComboProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly items: readonly ComboItem[];
  readonly value: string | undefined;
  /** The entries for what was typed, the best first; absent: those whose label contains it. */
  readonly find?: (typed: string) => readonly ComboItem[];
  /** What is said when nothing fits what was typed. */
  readonly nothing?: ReactNode;
  readonly onChange: (id: string | undefined) => void;
}

const labelOf = (items: readonly ComboItem[], value: string | undefined): string =>
  items.find(({ id }) => id === value)?.label ?? '';

/** A labelled combo box. */
export function Combo({ label, hint, problem, items, value, find, nothing, onChange }: ComboProps): ReactNode {
  const [typed, setTyped] = useState(() => labelOf(items, value));
  // An open dialog lies above the page and takes every click outside it: there the list has to be inside.
  const [dialog, setDialog] = useState<HTMLDialogElement | null>(null);
  const isChosen = typed.trim() === '' || typed === labelOf(items, value);
  const contains = (text: string) => items.filter((item) => item.label.toLowerCase().includes(text.toLowerCase()));
  // A chosen entry is not a search, nor is an empty text: the whole list is offered.
  const shown = isChosen ? items : (find ?? contains)(typed);
  return (
    <ComboBox
      className="field combo"
      items={shown}
      inputValue={typed}
      onInputChange={setTyped}
      selectedKey={value ?? null}
      onSelectionChange={(key) => {
        const next = key === null ? undefined : String(key);
        setTyped(labelOf(items, next));
        onChange(next);
      }}
      menuTrigger="focus"
      allowsEmptyCollection
      isInvalid={problem !== undefined}
    >
      <Label>{label}</Label>
      <div className="combo-box" ref={(box) => setDialog(box?.closest('dialog') ?? null)}>
        <Input onFocus={({ target }) => target.select()} onBlur={() => setTyped(labelOf(items, value))} />
        <Button aria-label={label}>
          <svg className="icon" width="18" height="18" viewBox="0 0 24 24" aria-hidden="true">
            <path d="m6 9.5 6 6 6-6" />
          </svg>
        </Button>
      </div>
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="problem">{problem}</FieldError>
      <Popover
        className="combo-list"
        offset={4}
        isNonModal
        {...(dialog === null ? {} : { UNSTABLE_portalContainer: dialog })}
      >
        <ListBox<ComboItem> renderEmptyState={() => <div className="combo-nothing">{nothing}</div>}>
          {(item) => (
            <ListBoxItem id={item.id} textValue={item.label}>
              <span className="combo-label">{item.label}</span>
              {item.detail !== undefined && <span className="muted">{item.detail}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
