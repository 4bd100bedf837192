// What the homes of a house do by themselves, wired to their stores, their broker and their hub.
import type { Logger } from 'pino';
import type { OpenAlertDesk } from '#alerts/desk.ts';
import type { Principal } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import type { SiteFacts } from '#core/consumer.ts';
import { SolsteadError } from '#core/errors.ts';
import type { MessageLink } from '#core/message-link.ts';
import { because } from '#core/reason.ts';
import type { RecordStore } from '#core/records.ts';
import type { ActingHome } from '#hub/automation/acting-home.ts';
import type { AutomationDesk, AutomationDeskParts } from '#hub/automation/desk-types.ts';
import { openAutomationDesk } from '#hub/automation/desk.ts';
import type { OpenHub } from '#hub/open-hub.ts';
import type { SiteDoor } from '#hub/types.ts';
import { openHttpClient } from '#transport/http-client.ts';
import type { HeardTopics } from './heard-topics.ts';
import type { PlugIns } from './plug-ins/plug-in-set.ts';
import { ruleNotices } from './rule-notices.ts';

/** What they are made of. */
export interface HouseAutomationParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly records: Pick<RecordStore, 'automations'>;
  /** Who is told what rules say. */
  readonly alerts: Pick<OpenAlertDesk, 'happen'>;
  readonly broker: { readonly link: Pick<MessageLink, 'publish' | 'subscribe'> };
  /** Where rules of homes are called. */
  readonly heard: HeardTopics;
  /** Plug-ins, of which some are actions; absent: there are none. */
  readonly plugIns?: Pick<PlugIns, 'actions'> | undefined;
  /** The hub, once it is open. */
  readonly running: { readonly hub?: OpenHub };
}

/** Who a rule is: it sees its home, and sets what is not dangerous. */
const principalOf = (site: string, { id, name }: { readonly id: string; readonly name: string }): Principal => ({
  id: `rule.${id}`,
  name,
  kind: 'rule',
  grants: [{ site, may: { actions: ['site.read', 'device.command'] } }],
});

const itself = { id: 'automation', name: 'Solstead' } as const;

/** A home as its automation sees it. */
function actingHomeOf(facts: SiteFacts, running: HouseAutomationParts['running']): ActingHome {
  const { id } = facts.site;
  const door = (principal: Principal): SiteDoor | undefined => {
    const entry = running.hub?.as(principal);
    return entry?.sites().some((site) => site.id === id) === true ? entry.site(id) : undefined;
  };
  /** Errors: `site.unknown` while it is being opened. */
  const open = (principal: Principal): SiteDoor => {
    const site = door(principal);
    if (site === undefined) throw new SolsteadError('site.unknown', { at: id });
    return site;
  };
  return {
    facts,
    snapshot: () => door(principalOf(id, itself))?.snapshot(),
    prices: async (span) => door(principalOf(id, itself))?.energy().prices(span),
    chart: async (query) => open(principalOf(id, itself)).chart(query),
    capabilities: async (device) => open(principalOf(id, itself)).devices.capabilities(device),
    async command({ by, device, setPoint, value, expiryMs, forSeconds, isRenewal }) {
      const { devices } = open(principalOf(id, by));
      const request = { device, target: { setPoint }, value, ...(forSeconds === undefined ? {} : { forSeconds }) };
      if (isRenewal === true) {
        const renewed = await devices.renew(request);
        if (renewed.outcome !== 'armed') return renewed;
      }
      const given = await devices.issue({ ...request, expiryMs });
      if (given.outcome === 'armed')
        throw new SolsteadError('access.denied', { at: device, why: because('output.dangerous') });
      if (given.result === undefined) throw new TypeError('assertion: a command without a key is given once');
      const result = await given.result;
      if (result.outcome === 'armed')
        throw new SolsteadError('access.denied', { at: device, why: because('output.dangerous') });
      return result;
    },
  };
}

type OnBroker = Pick<HouseAutomationParts, 'broker' | 'running' | 'heard'>;

/** Says something on the broker as a home. Errors: `address.invalid`, `link.*`. */
async function say(
  { broker, running, heard }: OnBroker,
  site: string,
  { topic, payload }: { readonly topic: string; readonly payload: string },
): Promise<void> {
  // The link of the house may publish everywhere: what a device of another home would take for a command is no affair of this one.
  running.hub?.assertMaySay(site, topic);
  heard.assertMaySay(site, topic);
  await broker.link.publish(topic, payload, { qos: 1 });
}

/** A text that is longer is no word for a rule, bytes. */
const longestText = 1000;

/** Hears a topic of the broker for a home. What the broker kept from before is not said now. */
const hear =
  ({ broker, running, heard }: OnBroker): AutomationDeskParts['hear'] =>
  (site, topic, onText) => {
    const forget = heard.begin(site, topic);
    const end = broker.link.subscribe(topic, ({ payload, retained }) => {
      if (retained || payload.length > longestText || running.hub?.mayHear(site, topic) !== true) return;
      onText(new TextDecoder().decode(payload));
    });
    return () => {
      forget();
      end();
    };
  };

/** Opens them. */
export function openHouseAutomation({
  clock,
  log,
  records,
  broker,
  heard,
  alerts,
  running,
  plugIns,
}: HouseAutomationParts): AutomationDesk {
  return openAutomationDesk({
    clock,
    log,
    store: records.automations,
    homeOf: (facts) => actingHomeOf(facts, running),
    hear: hear({ broker, running, heard }),
    actions: [...(plugIns?.actions.values() ?? [])],
    tell: ruleNotices({
      clock,
      log: { info: (line) => log.info(line), warn: (line) => log.warn(line) },
      say: (site, message) => say({ broker, running, heard }, site, message),
      openHttp: (server) => openHttpClient(server, clock),
      happen: (site, event) => alerts.happen(site, event),
      async act(name, params) {
        const action = plugIns?.actions.get(name);
        if (action === undefined) throw new SolsteadError('plugin.unknown', { at: name });
        return action.run(params);
      },
    }),
  });
}
