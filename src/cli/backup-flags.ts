// Flags of `solstead backup` and `solstead restore`.
import { type Command, Option } from 'commander';
import type { BackupFlags, RestoreFlags, VerifyBackupFlags } from './commands/backup.ts';
import type { RunningBackupFlags } from './commands/running-backups.ts';
import type { CommandContext } from './context.ts';
import { makeSecret } from '#core/secrets.ts';

const passphraseHelp = `
The passphrase comes from --passphrase-file, from SOLSTEAD_BACKUP_PASSPHRASE, or is asked for at the terminal. Without it
nobody can open the file: keep it apart from the computer. The file is in the age format: \`age -d FILE | zstd -d | tar x\`
opens it without Solstead.`;

const placeHelp = `
Places elsewhere: sftp://name@host/folder (//folder from the root on), https://name@host/folder (WebDAV),
s3://key-id@host/bucket/prefix?region=… The file is made and read back in the data folder, then sent and compared.
`;

const passphraseFile = (): Option =>
  new Option('--passphrase-file <file>', 'file whose first line is the passphrase').env(
    'SOLSTEAD_BACKUP_PASSPHRASE_FILE',
  );

function placeOptions(command: Command, { dataFolder }: CommandContext): Command {
  return command
    .addOption(new Option('--data <folder>', 'the data folder').env('SOLSTEAD_DATA').default(dataFolder))
    .addOption(
      new Option('--history <place>', 'place of the history, as for `solstead serve`')
        .env('SOLSTEAD_HISTORY')
        .argParser(makeSecret),
    )
    .addOption(
      new Option('--records <address>', 'server of the records, as for `solstead serve`')
        .env('SOLSTEAD_RECORDS')
        .argParser(makeSecret),
    );
}

const runningHelp = `
It asks the Solstead at --url with the token of a program of the owner (page Access, or \`solstead token\`), from --token-file or
SOLSTEAD_TOKEN. Where backups go is set on its page Backups.`;

function addRunning(backup: Command): void {
  const asking = (command: Command): Command =>
    command
      .addOption(
        new Option('--url <address>', 'where Solstead is').env('SOLSTEAD_URL').default('http://localhost:6789'),
      )
      .addOption(new Option('--token-file <file>', 'file with the token').env('SOLSTEAD_TOKEN_FILE'))
      .addOption(new Option('--token <token>').env('SOLSTEAD_TOKEN').argParser(makeSecret).hideHelp())
      .option('--json', 'print JSON')
      .addHelpText('after', runningHelp);
  asking(backup.command('list').description('list the backups of a home that runs, by place')).action(
    async (options: RunningBackupFlags) => (await import('./commands/running-backups.ts')).listBackups(options),
  );
  asking(backup.command('now').description('let a home that runs make a backup, and wait for it')).action(
    async (options: RunningBackupFlags) => (await import('./commands/running-backups.ts')).backUpNow(options),
  );
}

/** Adds both. */
export function addBackups(program: Command, context: CommandContext): void {
  const backup = program.command('backup').description('make a backup of a home, or check one');
  placeOptions(
    backup
      .command('make', { isDefault: true })
      .description(
        'write records, history, devices of your own and secrets into one file; for a home that runs: `solstead backup now`',
      ),
    context,
  )
    .addOption(new Option('--devices <folder>', 'folder with devices of your own').env('SOLSTEAD_DEVICES'))
    .option(
      '--to <place>',
      'file to write, folder for it, or place elsewhere; absent: solstead-<time>.tar.zst.age here',
    )
    .addOption(
      new Option('--secret-file <file>', 'password or private key of that place; or SOLSTEAD_BACKUP_SECRET').env(
        'SOLSTEAD_BACKUP_SECRET_FILE',
      ),
    )
    .option('--host-key <fingerprint>', 'key of the SFTP host, SHA256:… as `ssh-keygen -l` prints it')
    .addOption(passphraseFile())
    .option('--unencrypted-without-secrets', 'do not encrypt the file, and leave secrets out')
    .option('--json', 'print JSON')
    .addHelpText('after', placeHelp + passphraseHelp)
    .action(async (options: BackupFlags) => (await import('./commands/backup.ts')).makeBackup(options, context));
  addRunning(backup);
  backup
    .command('verify')
    .description('read a backup to its end and say what it holds; nothing is changed')
    .argument('<file>', 'the backup')
    .addOption(passphraseFile())
    .option('--json', 'print JSON')
    .addHelpText('after', passphraseHelp)
    .action(async (file: string, options: VerifyBackupFlags) =>
      (await import('./commands/backup.ts')).verifyBackup(file, options, context),
    );
  placeOptions(
    program
      .command('restore')
      .description('make a home from a backup; Solstead must not be running with this folder')
      .argument('<file>', 'the backup'),
    context,
  )
    .addOption(passphraseFile())
    .option('--replace', 'replace the home that is there; it is kept in a folder beside the new one')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
The whole file is checked first; nothing is touched before. Interrupted at any time, the home is the old one or the new
one. With --records and --history it goes to servers, whatever kept it before.${passphraseHelp}`,
    )
    .action(async (file: string, options: RestoreFlags) =>
      (await import('./commands/backup.ts')).restoreBackup(file, options, context),
    );
}
