// Checks of the audit log on request: each reads all of it, so those who ask meanwhile share one.
import type { AuditCheck, AuditStore } from '#core/audit.ts';

/** Checks a log; whoever asks while it is being read gets the same answer. */
export function auditChecks(audit: Pick<AuditStore, 'check'>): () => Promise<readonly AuditCheck[]> {
  let running: Promise<readonly AuditCheck[]> | undefined;
  return () => {
    running ??= audit.check().finally(() => {
      running = undefined;
    });
    return running;
  };
}
