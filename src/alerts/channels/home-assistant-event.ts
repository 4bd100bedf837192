// Alerts as an entity of Home Assistant: an event, announced at the broker of the home by a payload of a device, so that automations there begin with it.
// Source: Home Assistant, "MQTT", "Device discovery payload" (device, origin and components with platform and unique_id); "MQTT Event" (event_types,
// state_topic, and `event_type` in what is said; messages of it are not retained, as they would be taken for new ones after each restart).
import type { ChannelSettingsOf } from '#api/alerts/channels.ts';
import type { ChannelKind, ChannelMessage } from './channel-kind.ts';

/** What an event may be; Home Assistant takes no other. */
const eventTypes: readonly ChannelMessage['what'][] = ['raised', 'changed', 'escalated', 'resolved', 'report', 'test'];

const eventTopic = (site: string): string => `solstead/${site}/alerts/event`;
/** Ids of topics have these letters alone. */
const objectId = (site: string): string => `solstead_${site.replaceAll(/[^a-zA-Z0-9_-]/g, '_')}_alerts`;

type Settings = ChannelSettingsOf<'home-assistant-event'>;

const configTopic = ({ discovery = 'homeassistant' }: Settings, site: string): string =>
  `${discovery}/device/${objectId(site)}/config`;

const configOf = ({ id, name }: ChannelMessage['site']) => ({
  device: { identifiers: [objectId(id)], name, model: 'Alerts of the home' },
  origin: { name: 'Solstead' },
  components: {
    alerts: {
      platform: 'event',
      unique_id: objectId(id),
      name: 'Alerts',
      state_topic: eventTopic(id),
      event_types: eventTypes,
    },
  },
  qos: 1,
});

/** An event in Home Assistant. */
export const homeAssistantEvent: ChannelKind<Settings> = {
  needsSecret: false,
  secretFor: () => '',
  async send(message, settings, { openers }) {
    const { site, id, atMs, what, severity, title, text, alert } = message;
    // Said each time: the broker may have forgotten it, and the home may have another name now.
    await openers.say(site.id, {
      topic: configTopic(settings, site.id),
      payload: JSON.stringify(configOf(site)),
      retain: true,
    });
    const event = {
      event_type: what,
      severity,
      title,
      text,
      ...(alert === undefined
        ? {}
        : { kind: alert.kind, alert: alert.id, devices: alert.subjects.map((one) => one.id) }),
      time: new Date(atMs).toISOString(),
      id,
    };
    await openers.say(site.id, { topic: eventTopic(site.id), payload: JSON.stringify(event) });
  },
  takeBack: (settings, site, openers) =>
    openers.say(site, { topic: configTopic(settings, site), payload: '', retain: true }),
};
