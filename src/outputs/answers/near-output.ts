// The output of answers that a word was perhaps meant to be: one that is spelled nearly so, or one that others call so.
import { nearWord } from '#core/near-word.ts';
import { because, type Reason } from '#core/reason.ts';
import { answerOutputs, type AnswerOutputName } from './settings.ts';

/** What people, and other programs, call them. */
const otherWords: Readonly<Record<string, AnswerOutputName>> = {
  stdout: 'screen',
  console: 'screen',
  terminal: 'screen',
  table: 'boxdraw',
  text: 'simple',
  homeassistant: 'hassd_mqtt',
  ha: 'hassd_mqtt',
  hass: 'hassd_mqtt',
  hassmqtt: 'hass_mqtt',
  domoticz: 'domoticz_mqtt',
  prometheus: 'prom',
  node_exporter: 'prom_file',
  file: 'prom_file',
  pushgateway: 'prom_push',
  victoriametrics: 'prom_pushd',
  influx: 'influx2_mqtt',
  influxdb: 'influx2_mqtt',
  telegraf: 'influx2_mqtt',
  udp: 'json_udp',
  postgresql: 'postgres',
  pgsql: 'postgres',
  mongodb: 'mongo',
};

/** A reason with the output that was perhaps meant. */
export function nearOutput(reason: Reason, word: string): Reason {
  const known = Object.keys(answerOutputs);
  const plain = word.toLowerCase().replaceAll(/[\s-]/g, '_');
  // Another word that is known for one says more than letters that happen to be alike.
  const other = Object.hasOwn(otherWords, plain.replaceAll('_', ''))
    ? otherWords[plain.replaceAll('_', '')]
    : undefined;
  const near = other ?? otherWords[plain] ?? nearWord(plain, known);
  return near === undefined ? reason : because('word.near', { reason, near });
}
