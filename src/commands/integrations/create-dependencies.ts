import type { Context } from '../../cli/context.ts';
import type { CreateRequest } from '../../operations/integrations/create-request.ts';
import type { CreateDependencies } from '../../operations/integrations/create.ts';
import { resumeWords } from '../../operations/integrations/create-words.ts';
import type { ExitClass } from '../../core/errors.ts';
import type { Creation } from '../../operations/integrations/created.ts';
import { defaultBaseUrl } from '../../planes/portkey/base-url.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { renderCreation, renderIntegrationDryRun } from '../../ui/render/integrations.ts';

/** What a creation works with. */
export async function dependencies(
  context: Context,
  request: Pick<CreateRequest, 'slug' | 'models' | 'access'>,
): Promise<CreateDependencies> {
  const { out, runtime, plane } = context;
  return {
    client: await plane(portkey).client(),
    report: out,
    signal: runtime.signal,
    sleep: (ms: number) => runtime.sleep(ms, runtime.signal),
    onCloud: await isOnCloud(context),
    resume: resumeWords(request),
  };
}

/** Returns true for Portkey's own cloud, false for a self-hosted Portkey. */
export async function isOnCloud({ plane }: Pick<Context, 'plane'>): Promise<boolean> {
  const { value } = await plane(portkey).baseUrl();
  return new URL(value).host === new URL(defaultBaseUrl).host;
}

/** Shows a creation as it ended; one that could not be read back is not proved. */
export async function show(
  { out }: Pick<Context, 'out'>,
  done: Creation,
): Promise<ExitClass | undefined> {
  if (done.kind === 'dry-run') {
    await out.result(done.dryRun, renderIntegrationDryRun);
    return undefined;
  }
  const { kind: _kind, ...result } = done;
  await out.result(result, renderCreation);
  return done.integration ? undefined : 'unverifiable';
}
