// The records as tables, through Kysely: the same for every database it speaks to.
import type { RecordStore } from '#core/records.ts';
import { kyselyLedger } from './kysely-ledger.ts';
import { auditStore } from './records/audit.ts';
import { alertStore } from './records/alerts.ts';
import { chargeStore } from './records/charging.ts';
import { automationStore } from './records/automation.ts';
import { commandStore } from './records/commands.ts';
import { connectionStore } from './records/connections.ts';
import { credentialStore, refreshStore } from './records/credentials.ts';
import { belongTo } from './records/home.ts';
import { brokerAccountStore, deviceStore, dismissalStore, siteStore } from './records/homes.ts';
import { deviceNoteStore } from './records/device-notes.ts';
import { monitoringStore } from './records/monitoring.ts';
import { outputStore } from './records/outputs.ts';
import { accountStore, grantStore, invitationStore, sessionStore, tokenStore } from './records/people.ts';
import type { RecordDatabase } from './records/tables.ts';

/** The records in a database whose tables are up to date; closing destroys `db`. */
export function kyselyRecords(database: RecordDatabase): Omit<RecordStore, 'snapshot'> {
  return {
    accounts: accountStore(database),
    grants: grantStore(database),
    tokens: tokenStore(database),
    sessions: sessionStore(database),
    refreshes: refreshStore(database),
    credentials: credentialStore(database),
    invitations: invitationStore(database),
    sites: siteStore(database),
    devices: deviceStore(database),
    connections: connectionStore(database),
    commands: commandStore(database),
    audit: auditStore(database),
    brokerAccounts: brokerAccountStore(database),
    dismissals: dismissalStore(database),
    monitoring: monitoringStore(database),
    outputs: outputStore(database),
    automations: automationStore(database),
    alerts: alertStore(database),
    charges: chargeStore(database),
    deviceNotes: deviceNoteStore(database),
    ledger: kyselyLedger(database.db),
    belongTo: belongTo(database),
    close: () => database.db.destroy(),
  };
}

/** Reads every kind of record once, so that damage shows at start-up and not at the first use. */
export async function readThrough(records: Omit<RecordStore, 'snapshot'>): Promise<void> {
  const sites = await records.sites.list();
  for (const { id } of sites)
    await Promise.all([
      records.devices.ofSite(id),
      records.devices.removed(id),
      records.connections.ofSite(id),
      records.commands.newest({ site: id, limit: 1 }),
      records.dismissals.ofSite(id),
      records.monitoring.ofSite(id),
      records.outputs.ofSite(id),
      records.automations.ofSite(id),
      records.alerts.channels(id),
      records.charges.open(id),
    ]);
  await Promise.all([records.accounts.any(), records.accounts.byId(''), records.grants.of('')]);
  await Promise.all([
    records.tokens.of(''),
    records.sessions.byHash(''),
    records.invitations.byHash(''),
    records.brokerAccounts.byUsername(''),
  ]);
  await records.audit.newest({ limit: 1 });
}
