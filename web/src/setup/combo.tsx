// A list to choose from by typing: time zones, protocols.
import type { ReactNode } from 'react';
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
  readonly onChange: (id: string | undefined) => void;
}

/** A labelled combo box. */
export function Combo({ label, hint, problem, items, value, onChange }: ComboProps): ReactNode {
  return (
    <ComboBox
      className="field combo"
      defaultItems={items}
      selectedKey={value ?? null}
      onSelectionChange={(key) => onChange(key === null ? undefined : String(key))}
      menuTrigger="focus"
      isInvalid={problem !== undefined}
    >
      <Label>{label}</Label>
      <div className="combo-box">
        <Input />
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
      <Popover className="combo-list" offset={4} isNonModal>
        <ListBox<ComboItem>>
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
