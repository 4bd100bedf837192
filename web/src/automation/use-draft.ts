// The text somebody changes: kept over a reload, checked a moment after the last key, changed by buttons through the server, which keeps comments.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Automation } from '#api/automation.ts';
import type { InputOf } from '#api/endpoints.ts';
import { call } from '../api.ts';
import { useMay, useSite } from '../session.ts';
import { useRested } from '../use-rested.ts';
import type { Entry } from './changes.ts';
import { draftState, keepDraft, keptDraft } from './draft.ts';
import { automationQuery, checkQuery, renewBoard } from './queries.ts';

/** So long after the last key a text is checked, ms. */
const restMs = 500;

/** A change by a button. */
export type ButtonEdit = InputOf<'editAutomation'>['body']['edit'];

function useEdit(text: string, setText: (text: string) => void) {
  const site = useSite();
  return useMutation({
    mutationFn: (edit: ButtonEdit) => call('editAutomation', { params: { site: site.id }, body: { text, edit } }),
    onSuccess: (after) => setText(after.text),
  });
}

function useSave(text: string, onSaved: () => void) {
  const site = useSite();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call('saveAutomation', { params: { site: site.id }, body: { text } }),
    onSuccess: (saved) => {
      client.setQueryData(automationQuery(site.id).queryKey, saved);
      void renewBoard(client, site.id);
      onSaved();
    },
  });
}

/** The draft of a home. */
export function useDraft(automation: Automation) {
  const site = useSite();
  const mayChange = useMay('automation.manage');
  const [draft, setDraft] = useState(() => keptDraft(sessionStorage, site.id));
  const text = draft?.text ?? automation.text;
  const setText = (next: string): void => {
    const kept = { text: next, base: draft?.base ?? automation.text };
    setDraft(kept.text === kept.base && kept.base === automation.text ? undefined : kept);
    keepDraft(sessionStorage, site.id, kept);
  };
  const forget = (): void => {
    setDraft(undefined);
    keepDraft(sessionStorage, site.id, undefined);
  };
  const rested = useRested(text, restMs);
  const isChanged = text !== automation.text;
  const check = useQuery({ ...checkQuery(site.id, rested), enabled: mayChange && isChanged && rested === text });
  const state = draftState({ text, saved: automation.text, checked: check.data, hasFailed: check.isError });
  const ofText = isChanged ? (check.data?.text === text ? check.data.outcome.outline : undefined) : automation.outline;
  const lastSeen: readonly Entry[] = ofText ?? check.data?.outcome.outline ?? automation.outline;
  return {
    text,
    setText,
    forget,
    state,
    mayChange,
    /** Of another base than the home has now. */
    isOvertaken: draft !== undefined && draft.base !== automation.text,
    /** Entries of this very text; absent while they are not known. */
    entries: ofText,
    lastSeen,
    edit: useEdit(text, setText),
    save: useSave(text, forget),
    askAgain: () => void check.refetch(),
  };
}

/** What {@link useDraft} gives. */
export type Draft = ReturnType<typeof useDraft>;
