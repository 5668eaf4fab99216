import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import { z } from 'zod';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const description = z.object({ name: z.string(), version: z.string(), license: z.string() });

/** The packages in a bundle as its source map names them, which the build does not look at. */
async function bundledPackages(): Promise<string[]> {
  const bundle = await rolldown({
    input: { portai: at('src/run.ts') },
    platform: 'node',
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'cjs', sourcemap: true });
  await bundle.close();
  const sources = output.flatMap((each) =>
    each.type === 'chunk' ? (each.map?.sources ?? []) : [],
  );
  const folders = new Set(
    sources.flatMap(
      (source) => /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(source) ?? [],
    ),
  );
  return [...folders].map((folder) => {
    const { name, version, license } = description.parse(
      JSON.parse(readFileSync(at(`${folder}/package.json`), 'utf8')),
    );
    return `${name} ${version} (${license})`;
  });
}

test('every package in the program is named in the notices, with the text of its licence', async () => {
  const packages = await bundledPackages();
  expect(packages.length).toBeGreaterThan(20);
  const sections = readFileSync(at('dist/THIRD-PARTY-NOTICES'), 'utf8').split(/^={80}\n/m);
  for (const each of packages) {
    const index = sections.findIndex((section) => section.split('\n').includes(each));
    expect({ each, named: index > 0 }).toEqual({ each, named: true });
    // Every licence that is allowed disclaims warranty; none does it in fewer words than these.
    expect(sections[index + 1]).toMatch(/warrant(?:y|ies)/i);
    expect(sections[index + 1]?.length).toBeGreaterThan(500);
  }
});
