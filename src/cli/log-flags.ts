// The flags of what is logged, of every command that runs on.
import { Option } from 'commander';
import { logFormats, logLevels } from './flags.ts';

/** `--log-level`. */
export const logLevelOption = (): Option =>
  new Option('--log-level <level>', 'what to log')
    .env('SOLSTEAD_LOG_LEVEL')
    .choices([...logLevels])
    .default('info');

/** `--log-format`. */
export const logFormatOption = (): Option =>
  new Option('--log-format <format>', 'lines of text, or JSON; auto: text where it is read between other lines')
    .env('SOLSTEAD_LOG_FORMAT')
    .choices([...logFormats])
    .default('auto');
