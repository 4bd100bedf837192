// Answers to a Prometheus Pushgateway, or what takes its text. POST keeps what other commands have pushed to the same place.
// Source: github.com/prometheus/pushgateway, README.
import type { HttpServerAccount } from '#core/http-client.ts';
import { makeSecret } from '#core/secrets.ts';
import { assertTaken } from '../../http-answer.ts';
import { pushPlace } from '../addresses.ts';
import type { AnswerParts, ShapedSink } from '../answer-sink.ts';
import { promText } from '../forms/prometheus.ts';
import type { AnswerSettings } from '../settings.ts';

/** Where mpp-solar pushes to when it is not told where. */
const usual = { prom_push: 'http://localhost:9091/metrics/job/pushgateway', prom_pushd: 'http://localhost:9091' };

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Who pushes: the name is in the address, the password apart, or in an address that came from a file. */
function accountOf(url: URL, { secret }: AnswerParts): HttpServerAccount | undefined {
  if (url.username === '') return undefined;
  return { by: 'basic', user: decoded(url.username), secret: secret ?? makeSecret(decoded(url.password)) };
}

/** Opens one. Errors: `input.invalid`, `link.forbidden`. */
export async function toGateway(
  name: keyof typeof usual,
  { dev, url: address = usual[name] }: AnswerSettings,
  parts: AnswerParts,
): Promise<ShapedSink> {
  const url = pushPlace(address);
  const client = await parts.openHttp({ server: url.origin, account: accountOf(url, parts) });
  const base = url.pathname.replace(/\/+$/, '');
  const instance = encodeURIComponent(parts.hostName);
  const path = name === 'prom_push' ? `${base}${url.search}` : `${base}/metrics/job/mppsolar/instance/${instance}`;
  return {
    async deliver(answers, signal) {
      for (const answer of answers) {
        const body = promText(answer, dev);
        const headers = { 'content-type': 'text/plain; version=0.0.4' };
        const told = await client.call({ method: 'POST', path, headers, body }, signal);
        assertTaken(told, { at: client.place, isUnfit: /pars|inconsistent|collected/i });
      }
    },
    close: () => client.close(),
  };
}
