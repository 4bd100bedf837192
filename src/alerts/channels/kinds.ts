// Every kind of channel by its name. Adding one is a schema in `api/alerts/channels.ts`, what it does, and its line in both tables.
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { channelKinds, type ChannelKindName, type ChannelSettingsOf } from '#api/alerts/channels.ts';
import type { ChannelSettings } from '#core/alert.ts';
import { keysOf } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import type { ChannelKind } from './channel-kind.ts';
import { email, gotify, ntfy, telegram } from './people.ts';
import { homeAssistantEvent } from './home-assistant-event.ts';
import { homeAssistant, mqtt, webhook } from './programs.ts';
import { push } from './push.ts';

const table: { readonly [Kind in ChannelKindName]: ChannelKind<ChannelSettingsOf<Kind>> } = {
  email,
  telegram,
  ntfy,
  gotify,
  webhook,
  mqtt,
  'home-assistant': homeAssistant,
  'home-assistant-event': homeAssistantEvent,
  push,
};

const names = keysOf(channelKinds);

/** A channel's kind with its settings. Errors: `input.invalid` with the field; settings of another version are as wrong as those of a person. */
export function setChannel(settings: ChannelSettings, site: string): ChannelKind<unknown> {
  const name = names.find((one) => one === settings.kind);
  if (name === undefined)
    throw new SolsteadError('input.invalid', { at: 'settings.kind', why: because('output.kind', { known: names }) });
  const schema: TSchema = channelKinds[name];
  const [first] = Value.Errors(schema, settings);
  if (first !== undefined) {
    const said = external(`${first.instancePath.slice(1)} ${first.message}`.trim());
    throw new SolsteadError('input.invalid', { at: 'settings', why: because('output.settings', { said }) });
  }
  // The schema of this name has said that they are those of this kind.
  const kind = table[name] as ChannelKind<unknown>;
  kind.check?.(settings, site);
  return kind;
}
