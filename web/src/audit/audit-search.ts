// The filter in the address of the audit log: #/audit?who=Ada&action=sign%20in.

/** What comes after the `?`; absent: every line. */
export interface AuditSearch {
  readonly who?: string | undefined;
  readonly action?: string | undefined;
}

/** Longest texts the interface takes. */
const most = { who: 200, action: 60 };

/** The router reads a number in the address as one. */
function textOf(value: unknown, length: number): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return text === '' || text.length > length ? undefined : text;
}

/** Reads it; all keys are always set, as the router lays the result over what the address says. */
export function auditSearch({ who, action }: Record<string, unknown>): AuditSearch {
  return { who: textOf(who, most.who), action: textOf(action, most.action) };
}
