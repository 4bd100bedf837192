// The alerts of a home behind the door: who sees it sees them, an operator says that one was seen, an admin says what is alerted of and who is
// told. What sends something elsewhere, or shows a kept secret to whoever answers there, asks for a proof of who it is.
import { everySite, isPermitted, type Permission, type Principal } from '#core/access.ts';
import type {
  AlertDesk,
  AlertPage,
  AlertPreferences,
  AlertQuery,
  AlertReader,
  AlertRecord,
  AlertSettings,
  AlertSettingsView,
  AlertTemplate,
  ChannelChange,
  ChannelView,
  DeliveryRecord,
  ReportPeriod,
  ReportText,
  TemplatePreview,
} from '#core/alert.ts';
import { SolsteadError } from '#core/errors.ts';
import { permit } from '#core/permit.ts';
import { because } from '#core/reason.ts';
import type { Performer } from './perform.ts';

/** The alerts of a home for one principal. Errors of all: `access.denied`, `alert.unknown` where there are none. */
export interface AlertDoor {
  list(query: AlertQuery): Promise<AlertPage>;
  acknowledge(id: string): Promise<AlertRecord>;
  snooze(id: string, minutes: number): Promise<AlertRecord>;
  settings(): Promise<AlertSettingsView>;
  /** Errors: `input.invalid`. */
  saveSettings(settings: AlertSettings): Promise<AlertSettingsView>;
  /** Fills words with an example of their kind. Errors: `input.invalid`. */
  preview(template: AlertTemplate): Promise<TemplatePreview>;
  channels(): Promise<{ readonly channels: readonly ChannelView[]; readonly pushKey: string }>;
  /** Errors: `input.invalid`, `access.step-up`. */
  addChannel(change: ChannelChange): Promise<ChannelView>;
  /** Errors: `input.invalid`, `alert.no-channel`, `access.step-up`. */
  changeChannel(id: string, change: ChannelChange): Promise<ChannelView>;
  /** Errors: `alert.no-channel`, `access.step-up`. */
  removeChannel(id: string): Promise<void>;
  /** Errors: `input.invalid`, `alert.*`, `access.step-up`, `link.*`. */
  testChannel(trial: { readonly id?: string | undefined; readonly change: ChannelChange }): Promise<{
    readonly tookMs: number;
  }>;
  deliveries(): Promise<readonly DeliveryRecord[]>;
  preferences(): Promise<AlertPreferences>;
  savePreferences(preferences: AlertPreferences): Promise<AlertPreferences>;
  /** Errors: `input.invalid`. */
  report(asked: { readonly period: ReportPeriod; readonly day?: string | undefined }): Promise<ReportText>;
}

interface Visit {
  readonly inside: { readonly alerts?: AlertDesk | undefined; sites(): readonly unknown[] };
  readonly performer: Performer;
  readonly principal: Principal;
}

/** A channel as the log names it, without its secret. */
const told = ({ name, settings, isOn }: ChannelChange): string => `${name}: ${settings.kind}${isOn ? '' : ', off'}`;

/** What the channels of a site need. */
interface ChannelVisit extends Pick<Visit, 'performer' | 'principal'> {
  readonly reader: AlertReader;
  readonly sees: Permission;
  readonly manages: Permission;
  desk(permission: Permission): AlertDesk;
}

type ChannelActs = Pick<AlertDoor, 'channels' | 'addChannel' | 'changeChannel' | 'removeChannel' | 'testChannel'>;

/** The channels of a site: one's own browser without further rights, everything else with them. */
function channelsDoor(visit: ChannelVisit, site: string): ChannelActs {
  const { performer, principal, reader, sees, manages } = visit;
  const desk = (permission: Permission): AlertDesk => visit.desk(permission);
  /** One's own browser is told nothing that its person does not see anyhow. */
  const channelAct = <T>(
    name: string,
    { subject, isOwnBrowser }: { readonly subject: string; readonly isOwnBrowser: boolean },
    run: () => Promise<T>,
  ): Promise<T> =>
    performer.perform(
      principal,
      { permission: isOwnBrowser ? sees : manages, name, subject, isSensitive: !isOwnBrowser },
      run,
    );
  // A program has no browser, and nobody who would be told.
  const isOwnBrowser = ({ isOwn, settings }: ChannelChange): boolean =>
    principal.kind === 'person' && isOwn && settings.kind === 'push';
  const isOwnChannel = async (id: string): Promise<boolean> => {
    const own = await desk(sees).channels(site, { ...reader, manages: false });
    return own.some((one) => one.id === id && one.settings.kind === 'push');
  };
  return {
    async channels() {
      const open = desk(sees);
      return { channels: await open.channels(site, reader), pushKey: await open.pushKey() };
    },
    addChannel: (change) =>
      channelAct('add channel', { subject: told(change), isOwnBrowser: isOwnBrowser(change) }, () =>
        desk(sees).addChannel(site, change, reader),
      ),
    changeChannel: async (id, change) => {
      const isOwn = isOwnBrowser(change) && (await isOwnChannel(id));
      return channelAct('change channel', { subject: `${id} ${told(change)}`, isOwnBrowser: isOwn }, () =>
        desk(sees).changeChannel(site, { id, change }, reader),
      );
    },
    removeChannel: async (id) =>
      channelAct('remove channel', { subject: id, isOwnBrowser: await isOwnChannel(id) }, () =>
        desk(sees).removeChannel(site, id, reader),
      ),
    testChannel: async (trial) => {
      const isOwn = isOwnBrowser(trial.change) && (trial.id === undefined || (await isOwnChannel(trial.id)));
      return channelAct('test channel', { subject: told(trial.change), isOwnBrowser: isOwn }, () =>
        desk(sees).testChannel(site, trial, reader),
      );
    },
  };
}

/** The alerts of a site. */
export function alertDoor({ inside, performer, principal }: Visit, site: string): AlertDoor {
  const sees: Permission = { action: 'site.read', site };
  const manages: Permission = { action: 'alert.manage', site };
  const seen: Permission = { action: 'alert.acknowledge', site };
  const desk = (permission: Permission): AlertDesk => {
    permit(principal, permission);
    if (inside.alerts !== undefined) return inside.alerts;
    throw new SolsteadError('alert.unknown', { at: 'alerts', why: because('alert.none') });
  };
  const reader: AlertReader = {
    account: principal.id,
    name: principal.name,
    // Where there is one home alone, what is of the installation is its own.
    seesInstallation: inside.sites().length <= 1 || isPermitted(principal, { action: 'site.read', site: everySite }),
    manages: isPermitted(principal, manages),
  };
  return {
    list: async (query) => desk(sees).list(site, query, reader),
    acknowledge: (id) =>
      performer.perform(principal, { permission: seen, name: 'acknowledge alert', subject: id }, () =>
        desk(seen).acknowledge(site, id, reader),
      ),
    snooze: (id, minutes) =>
      performer.perform(principal, { permission: seen, name: 'snooze alert', subject: `${id}: ${minutes} min` }, () =>
        desk(seen).snooze(site, { id, minutes }, reader),
      ),
    settings: async () => desk(sees).settings(site),
    preview: async (template) => desk(sees).preview(site, template),
    saveSettings: (settings) =>
      performer.perform(
        principal,
        { permission: manages, name: 'change alerts', subject: Object.keys(settings.kinds).join(', ') },
        () => desk(manages).saveSettings(site, settings),
      ),
    ...channelsDoor({ performer, principal, reader, desk, sees, manages }, site),
    deliveries: async () => desk(manages).deliveries(site, reader),
    preferences: async () => desk(sees).preferences(site, principal.id),
    savePreferences: async (preferences) => desk(sees).savePreferences(site, preferences, reader),
    report: async (asked) => desk(sees).report(site, asked, reader),
  };
}
