import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { wordsOf } from '#domain/text/words-of';
import { evidenceFormats, formatOf, type EvidenceFile } from '#messages/evidence-file';
import type { EvidenceEntry } from '#messages/evidence-chain';

const [about, chain, checkpoints] = ['evidence.json', 'chain.jsonl', 'checkpoints.json'] as const;
/** Nobody's process is larger; a file that unpacks to more is an attack. */
const unpackedMax = 500_000_000;

/** The evidence as one file to hand over: a zip of JSON that anyone can read without Yui. */
export function packEvidence(file: EvidenceFile): Uint8Array {
  const { format, town, processId, surplusOrderId, entries } = file;
  return zipSync({
    [about]: strToU8(`${JSON.stringify({ format, town, processId, surplusOrderId }, undefined, 2)}\n`),
    [chain]: strToU8(entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')),
    [checkpoints]: strToU8(`${JSON.stringify(file.checkpoints, undefined, 2)}\n`),
  });
}

/** @throws an Error with one sentence when it is no evidence of Yui. */
export function unpackEvidence(bytes: Uint8Array): EvidenceFile {
  let files: Record<string, Uint8Array>;
  try {
    let size = 0;
    files = unzipSync(bytes, {
      filter: ({ originalSize, name }) => {
        size += originalSize;
        if (size > unpackedMax) throw new Error(`it unpacks to more than ${unpackedMax} bytes`);
        return [about, chain, checkpoints].some((each) => each === name);
      },
    });
  } catch (fault) {
    throw new Error(`The zip cannot be read: ${wordsOf(fault)}.`, {
      cause: fault,
    });
  }
  const read = (name: string): string => {
    const found = files[name];
    if (found === undefined) throw new Error(`The zip holds no ${name}.`);
    return strFromU8(found);
  };
  const { format, town, processId, surplusOrderId } = jsonOf(about, read(about)) as EvidenceFile;
  const texts = [town, processId, surplusOrderId ?? ''];
  if (format !== formatOf({ surplusOrderId }) || !texts.every((text) => typeof text === 'string'))
    throw new Error(`This is no evidence of Yui (${evidenceFormats.join(', ')}).`);
  const lines = read(chain)
    .split('\n')
    .filter((line) => line !== '');
  const entries = lines.map((line, index) => entryOf(line, index + 1));
  const kept = jsonOf(checkpoints, read(checkpoints));
  if (!Array.isArray(kept)) throw new Error(`${checkpoints} is no list.`);
  return {
    ...{ format, town, processId, ...(surplusOrderId === undefined ? {} : { surplusOrderId }) },
    ...{ entries, checkpoints: kept as EvidenceFile['checkpoints'] },
  };
}

/** A line that is no record any more is kept in its place as one that fits nothing, so that its number is told. */
function entryOf(line: string, place: number): EvidenceEntry {
  try {
    const entry = JSON.parse(line) as EvidenceEntry | null;
    if (typeof entry === 'object' && entry !== null) return entry;
  } catch {
    // Not even JSON.
  }
  return {
    number: place,
    kind: 'SENT',
    at: 0,
    content: '',
    previous: '',
    hash: '',
    text: line,
  } as unknown as EvidenceEntry;
}

function jsonOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${name} in the zip is no JSON.`);
  }
}
