// Flags of the commands that know what people add.
import { Option } from 'commander';

/** Flag of commands that can print JSON. */
export interface JsonFlag {
  readonly json?: boolean;
}

/** Where devices of one's own are. */
export const devicesOption = (): Option =>
  new Option(
    '--devices <folder>',
    'folder with devices of your own (*.yaml); `devices` in the data folder if absent',
  ).env('SOLSTEAD_DEVICES');

/** Where plug-ins are. */
export const pluginsOption = (): Option =>
  new Option(
    '--plugins <folder>',
    'folder with plug-ins (*.ts, *.js); `plugins` in the data folder if absent; see docs/plug-ins.md',
  ).env('SOLSTEAD_PLUGINS');
