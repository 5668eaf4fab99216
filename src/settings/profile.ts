import { z } from 'zod';
import { fileNameOf, nameOfFile } from '../files/file-name.ts';
import { readOrigin, readProfileName, type Reading } from './values.ts';
import { fail } from '../core/fail.ts';

const checked = (read: (text: string) => Reading<string>) =>
  z.string().superRefine((text, context) => {
    const reading = read(text);
    if ('problem' in reading) context.addIssue({ code: 'custom', message: reading.problem });
  });

export const profile = z.strictObject({
  name: checked(readProfileName),
  apiUrl: checked(readOrigin).optional(),
  region: z.enum(['eu', 'us']).optional(),
  /** Seconds. */
  timeout: z.number().positive().max(3600).optional(),
  retries: z.int().min(0).max(10).optional(),
  caFile: z.string().min(1).optional(),
});

export type Profile = Readonly<z.infer<typeof profile>>;

/** The settings that a profile may hold. No secrets: those are stored apart. */
export type ProfileValues = Omit<Profile, 'name'>;

/** Throws a usage error unless the text can name a profile, and so a file. */
export function requireProfileName(name: string): void {
  const reading = readProfileName(name);
  if ('problem' in reading) {
    throw fail('InvalidProfileName', `A profile name ${reading.problem}`);
  }
}

const extension = '.json';

/** The file of a profile, in whatever folder holds something of each. Throws as requireProfileName. */
export function profileFileName(name: string): string {
  requireProfileName(name);
  return `${fileNameOf(name)}${extension}`;
}

/** The profiles whose files these are; other files are not ours. */
export function profileNamesIn(files: readonly string[]): string[] {
  return files.flatMap((file) => {
    const name = file.endsWith(extension)
      ? nameOfFile(file.slice(0, -extension.length))
      : undefined;
    return name !== undefined && 'value' in readProfileName(name) ? [name] : [];
  });
}
