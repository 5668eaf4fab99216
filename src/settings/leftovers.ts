import { privateFolder } from '../files/private.ts';
import { isUnfinishedByConf } from './global-file.ts';

const folders: readonly string[] = ['.', 'settings', 'settings/profiles', 'credentials', 'tokens'];

/** Removes what writers that were killed left anywhere in the folder of settings: a secret or a token may be in it. Never rejects. */
export async function sweepSettings(dir: string): Promise<void> {
  const files = privateFolder(dir);
  for (const folder of folders) await files.sweep(folder, { isLeftover: isUnfinishedByConf });
}
