import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PortaiError, usageError } from '../domain/errors.ts';
import { profile } from './profile.ts';

const settingsContent = z.strictObject({
  version: z.literal(1),
  /** The profile that is used when none is named. */
  current: profile.shape.name.optional(),
  profiles: z
    .array(profile)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
      message: 'two profiles have the same name',
    }),
});

export type SettingsContent = z.infer<typeof settingsContent>;

const nothingYet: SettingsContent = { version: 1, profiles: [] };

/** What is wrong, without the file's values: JSON.parse quotes them, and one may be a pasted key. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof SyntaxError) return 'it is not valid JSON';
  if (error instanceof z.ZodError) {
    const issue = error.issues[0];
    return issue && `${issue.path.map(String).join('.') || 'settings'}: ${issue.message}`;
  }
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

async function accessing<T>(verb: string, file: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    const reason = error instanceof PortaiError ? undefined : reasonOf(error);
    if (reason === undefined) throw error;
    throw usageError(`Cannot ${verb} the settings in ${file}: ${reason}`, {
      name: 'SettingsFile',
      hint: 'The file was left as it is. Mend it or its permissions, or move it away and start anew with `portai profiles set`.',
      details: { path: file },
    });
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

/** conf is loaded here and nowhere else: a command without settings does not pay for it. */
async function openConf(folder: string) {
  const { default: Conf } = await import('conf');
  let content = nothingYet;
  const conf = new Conf<SettingsContent>({
    cwd: folder,
    configName: 'settings',
    fileExtension: 'json',
    configFileMode: 0o600,
    projectSuffix: '',
    clearInvalidConfig: false,
    accessPropertiesByDotNotation: false,
    deserialize: (text) => (content = settingsContent.parse(JSON.parse(text))),
  });
  return { conf, content };
}

export interface SettingsFile {
  /** What is stored; an empty start when there is no file. Creates nothing. */
  readonly read: () => Promise<SettingsContent>;
  /** Replaces the file as a whole, unless the edit throws or gives back what it was given. */
  readonly change: <T>(
    edit: (content: SettingsContent) => { content: SettingsContent; result: T },
  ) => Promise<T>;
}

/**
 * `settings.json` in the folder. A file that is damaged, or cannot be read or written, is a usage
 * error `SettingsFile`, and its bytes stay.
 */
export function settingsFile(folder: string): SettingsFile {
  const file = join(folder, 'settings.json');
  const read = () =>
    accessing('read', file, async () =>
      (await exists(file)) ? (await openConf(folder)).content : nothingYet,
    );
  return {
    read,
    async change(edit) {
      const before = await read();
      const { content, result } = edit(before);
      if (content !== before) {
        await accessing('write', file, async () => {
          await mkdir(folder, { recursive: true, mode: 0o700 });
          const { conf } = await openConf(folder);
          conf.store = content;
        });
      }
      return result;
    },
  };
}
