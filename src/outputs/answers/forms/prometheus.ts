// Answers in the text format of Prometheus, with the names and labels of mpp-solar: `mpp_solar_KEY{inverter,device,cmd}`.
// Source: prometheus.io, exposition formats; node_exporter takes no time stamps in files, so there are none.
import type { ShapedAnswer } from '../shape.ts';

const label = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

/** The name of a key: mpp-solar leaves dashes out; what else a name may not hold becomes an underscore. */
const promName = (key: string): string =>
  `mpp_solar_${key
    .replaceAll('/', '_')
    .replaceAll('-', '')
    .replaceAll(/[^a-zA-Z0-9_:]/g, '_')}`;

/** The device as the old label has it. */
const inverterOf = ({ device }: ShapedAnswer): string => (device === 'unnamed' ? 'mpp_solar' : device);

/** An answer as text; a word is a label with the value 1, as there. */
export function promText(answer: ShapedAnswer, dev: string | undefined): string {
  const labels = `inverter="${label(inverterOf(answer))}",device="${label(dev ?? 'None')}",cmd="${label(answer.command)}"`;
  const lines = new Map<string, string>();
  for (const { key, value } of answer.fields) {
    const name = promName(key);
    const all = typeof value === 'string' ? `${labels},myStr="${label(value)}"` : labels;
    // Two keys that become one name would make the whole text invalid; the last counts, as for keys.
    lines.set(name, `# TYPE ${name} gauge\n${name}{${all}} ${typeof value === 'string' ? 1 : value}\n`);
  }
  return ['# TYPE machine_role gauge\nmachine_role{role="mpp_solar"} 1\n', ...lines.values()].join('');
}

/** Name of the file of an answer: `mpp-solar-NAME-CMD.prom`. Nothing in it leads out of its folder. */
export function promFileName({ device, command }: Pick<ShapedAnswer, 'device' | 'command'>): string {
  const safe = (text: string): string => text.replaceAll(/[^\w.+-]/g, '_').slice(0, 100);
  const name = device === 'unnamed' ? '' : `${safe(device)}-`;
  return `mpp-solar-${name}${safe(command.toLowerCase())}.prom`;
}
