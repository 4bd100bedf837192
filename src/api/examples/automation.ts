// Examples of the endpoints of what a home does by itself.
import type { Examples } from './example.ts';

const site = { site: 'demo' };
const text = `variables:
  presence: {start: home}
rules:
  - name: Lights out at midnight
    when: [{kind: time, at: "00:00"}]
    do: [{kind: set, device: relays, point: relay.on.1, value: off}]
scenes:
  - name: Evening
    set: [{device: relays, point: relay.on.1, value: on}]
`;

/** Rules, limits, loads, and who holds what. */
export const automationExamples = {
  readAutomation: { params: site },
  saveAutomation: { params: site, body: { text } },
  checkAutomation: { params: site, body: { text: text.replace('value', 'valeu') } },
  listAutomationRecipes: { params: site },
  editAutomation: { params: site, body: { text, edit: { kind: 'switch', section: 'rules', index: 0, on: false } } },
  readAutomationBoard: { params: site },
  callAutomation: { params: site, body: { what: 'scene', name: 'Evening' } },
  setAutomationVariable: { params: { site: 'demo', name: 'presence' }, body: { value: 'away' } },
  beginAutomationTrial: { params: site, body: { text, from: 1_782_000_000_000, to: 1_782_086_400_000 } },
  readAutomationTrial: { params: site },
  endAutomationTrial: { params: site },
  holdSetPoint: {
    params: site,
    body: { device: 'relays', setPoint: 'relay.on.1', value: 1, forSeconds: 3600 },
  },
  releaseSetPoint: { params: { site: 'demo', device: 'relays', setPoint: 'relay.on.1' } },
} as const satisfies Partial<Examples>;
