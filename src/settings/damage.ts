import type { z } from 'zod';
import type { PortaiError } from '../core/errors.ts';
import { fail } from '../core/fail.ts';

/**
 * What is in a settings file, or a usage error `SettingsFile` that names the file and what is wrong
 * with it. The file's values are not repeated: one may be a pasted key.
 */
export function readSettings<T>(text: string, form: z.ZodType<T>, file: string, hint: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(file, 'it is not valid JSON', hint); // without the cause, which quotes the text
  }
  const read = form.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const path = issue?.path.map(String) ?? [];
  const where = path.length > 0 ? path.join('.') : 'settings';
  throw damaged(file, `${where}: ${issue?.message ?? 'of an unknown form'}`, hint);
}

function damaged(file: string, reason: string, hint: string): PortaiError {
  return fail('SettingsFile', `Cannot read the settings in ${file}: ${reason}`, {
    hint: `The file was left as it is. ${hint}`,
    details: { path: file },
  });
}
