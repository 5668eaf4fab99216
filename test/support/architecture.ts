import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';

/** A floor: the floors it may import from, and the packages it may import. */
export interface Floor {
  readonly floors: readonly string[];
  readonly packages: readonly string[];
}

/** The rules that source files keep. */
export interface Plan {
  readonly floors: Readonly<Record<string, Floor>>;
  /** The files that may read `process`. */
  readonly processReaders: readonly string[];
  /** Floors whose texts neither name Port nor a flag of ours: a second plane is to use them as they are. */
  readonly neutralFloors: readonly string[];
  /** Files of those floors that still do: the list may only become shorter. */
  readonly knownMentions: readonly string[];
  /** Circles that are still there: each may lose files, and gain none. */
  readonly knownCircles: readonly (readonly string[])[];
}

/** Source texts by their path below src, with slashes. */
export type SourceFiles = ReadonlyMap<string, string>;

export function readSources(root: string): SourceFiles {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => name.replaceAll('\\', '/'))
    .sort();
  return new Map(names.map((name) => [name, readFileSync(join(root, name), 'utf8')]));
}

const importPattern =
  /^ *(?:import|export)\b[^'";]*?\bfrom\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|^ *import\s*'([^']+)'/gm;

/** Every module that a text imports: values and types, at load time and later, in the order of the text. */
export function importsOf(text: string): string[] {
  return [...text.matchAll(importPattern)].map(
    ([, from, later, bare]) => from ?? later ?? bare ?? '',
  );
}

/** The path below src of a module that a file imports; undefined for a package. */
function targetOf(file: string, module: string): string | undefined {
  return module.startsWith('.') ? normalize(join(dirname(file), module)) : undefined;
}

/** The first folder of a path below src, or the name of the file itself. */
function floorOf(path: string): string {
  const [first = ''] = path.replace(/^\.\.\//, '').split('/');
  return first.replace(/\.(?:ts|json)$/, '');
}

function packageOf(module: string): string {
  if (module.startsWith('node:')) return module;
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Says what is wrong with the imports of one file. */
function importViolations(file: string, imports: readonly string[], { floors }: Plan): string[] {
  const own = floorOf(file);
  const floor = floors[own];
  if (!floor) return [`${file}: is on no floor of the plan`];
  return imports.flatMap((module) => {
    const target = targetOf(file, module);
    if (target === undefined) {
      const name = packageOf(module);
      return floor.packages.includes(name) ? [] : [`${file}: ${own} may not import ${name}`];
    }
    const other = floorOf(target);
    const allowed = other === own || floor.floors.includes(other);
    return allowed ? [] : [`${file}: ${own} may not look at ${other} (${module})`];
  });
}

function processViolations(file: string, text: string, { processReaders }: Plan): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(?:^|\s)\/\/.*/g, '');
  const reads = /\bprocess\s*[.[;]|'(?:node:)?process'/.test(code);
  return reads && !processReaders.includes(file) ? [`${file}: may not read process`] : [];
}

/** Says where a file names Port, or a flag, comments included. */
function mentions(file: string, text: string, { neutralFloors, knownMentions }: Plan): string[] {
  if (!neutralFloors.includes(floorOf(file)) || knownMentions.includes(file)) return [];
  const [mention] = /\bPort\b|(?<![\w-])--[a-z][a-z-]+/.exec(text) ?? [];
  return mention === undefined ? [] : [`${file}: may not name ${mention}`];
}

const typeDeclaration =
  /^(export )?(?:declare )?(?:abstract )?(?:interface|type|class|enum) (\w+)/gm;

/**
 * Says which exported types share their name with a type of another file: a name has one meaning. Two
 * files may each have a type of one name that neither exports.
 */
function sharedTypeNames(files: SourceFiles): string[] {
  const found = new Map<string, { exported: boolean; readonly files: Set<string> }>();
  for (const [file, text] of files) {
    for (const [, exported, name = ''] of text.matchAll(typeDeclaration)) {
      const entry = found.get(name) ?? { exported: false, files: new Set() };
      entry.exported ||= exported !== undefined;
      entry.files.add(file);
      found.set(name, entry);
    }
  }
  return [...found]
    .filter(([, { exported, files: declaring }]) => exported && declaring.size > 1)
    .map(([name, { files: declaring }]) => `${[...declaring].join(', ')}: each declare ${name}`);
}

/** Groups of files that reach each other through their imports, by Tarjan's algorithm. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const indexes = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const low = (file: string) => lowest.get(file) ?? Infinity;
  const visit = (file: string): void => {
    const index = indexes.size;
    indexes.set(file, index);
    lowest.set(file, index);
    stack.push(file);
    for (const module of imports.get(file) ?? []) {
      const target = targetOf(file, module);
      if (target === undefined || !imports.has(target)) continue;
      if (!indexes.has(target)) visit(target);
      if (stack.includes(target)) lowest.set(file, Math.min(low(file), low(target)));
    }
    if (low(file) !== index) return;
    const group = stack.splice(stack.indexOf(file));
    if (group.length > 1) circles.push(group.sort());
  };
  for (const file of imports.keys()) if (!indexes.has(file)) visit(file);
  return circles;
}

/** Every rule that the files break, a sentence each. */
export function violationsIn(files: SourceFiles, plan: Plan): string[] {
  const imports = new Map([...files].map(([file, text]) => [file, importsOf(text)]));
  const inFiles = [...files].flatMap(([file, text]) => [
    ...importViolations(file, imports.get(file) ?? [], plan),
    ...processViolations(file, text, plan),
    ...mentions(file, text, plan),
  ]);
  const isKnown = (circle: readonly string[]) =>
    plan.knownCircles.some((known) => circle.every((file) => known.includes(file)));
  const circles = circlesIn(imports)
    .filter((circle) => !isKnown(circle))
    .map((circle) => `${circle.join(', ')}: import each other in a circle`);
  return [...inFiles, ...circles, ...sharedTypeNames(files)];
}
