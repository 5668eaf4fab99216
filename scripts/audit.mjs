// Looks up known vulnerabilities of what is bundled into the program. Ends with 1 for one of high or
// critical severity; what it could not look up it says, and leaves to the next run.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const root = fileURLToPath(new URL('..', import.meta.url));
const grave = ['high', 'critical'];

/** "name version" of every bundled package. */
const notices = readFileSync(`${root}dist/THIRD-PARTY-NOTICES`, 'utf8');
const shipped = new Set(
  [...notices.matchAll(/^(\S+ \d\S*) \([\w.-]+\)$/gm)].map(([, title]) => title),
);
const { packages } = z
  .object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) })
  .parse(JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')));

const advisory = z.object({ severity: z.string(), title: z.string(), url: z.string() });
const vulnerability = z.object({
  name: z.string(),
  nodes: z.array(z.string()),
  via: z.array(z.union([z.string(), advisory])),
});

/** The report of `npm audit`, or what npm says in its place. */
const reportSchema = z.object({
  vulnerabilities: z.record(z.string(), vulnerability).optional(),
  message: z.string().optional(),
  error: z.object({ summary: z.string().optional() }).optional(),
});

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const { stdout, error } = spawnSync(npm, ['audit', '--json'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 ** 2,
});
const report = reportIn(stdout);
if (report?.vulnerabilities === undefined) {
  const why = report?.message ?? report?.error?.summary ?? error?.message ?? 'npm gave no report';
  console.log(
    `Known vulnerabilities could not be looked up, so nothing is said about them: ${why}`,
  );
} else {
  judge(Object.values(report.vulnerabilities));
}

/**
 * @param {string | null} text without npm there is none
 * @returns {z.infer<typeof reportSchema> | undefined}
 */
function reportIn(text) {
  try {
    return reportSchema.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

/**
 * Of a package that is only named because it depends on another, that other one is what counts.
 * @param {readonly z.infer<typeof vulnerability>[]} vulnerabilities
 */
function judge(vulnerabilities) {
  const found = vulnerabilities.flatMap(({ name, nodes, via }) => {
    const versions = nodes.map((node) => `${name} ${packages[node]?.version ?? ''}`);
    const bundled = versions.filter((title) => shipped.has(title));
    const advisories = via.filter((each) => typeof each === 'object');
    return advisories.map((each) => ({ ...each, bundled }));
  });
  const inProgram = found.filter(({ bundled }) => bundled.length > 0);
  for (const { severity, title, url, bundled } of inProgram) {
    console.log(`${severity}: ${bundled.join(', ')}: ${title} ${url}`);
  }
  const others = found.length - inProgram.length;
  console.log(
    `${inProgram.length} known vulnerabilities in the ${shipped.size} bundled packages, ${others} in packages for development only.`,
  );
  if (inProgram.some(({ severity }) => grave.includes(severity))) process.exitCode = 1;
}
