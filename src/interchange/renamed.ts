import { ReaderAround } from "./around.ts";
import { UnclearText } from "./layout.ts";
import { BadLine, type LineReader, type Said, type Sayings, shorten } from "./line.ts";

/** What `--channel` says, for texts that name channels themselves. */

const MOST_NAMED = 3;

/** Channels that the first lines name. */
function namesIn(reader: LineReader, head: readonly string[]): Set<string> {
  const names = new Set<string>();
  for (const line of head) {
    if (line === "") continue;
    try {
      for (const said of reader.read(line)) if (!(said instanceof BadLine)) names.add(said.channel);
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
    }
  }
  reader.rewind();
  return names;
}

/** Reads a text of one channel, which is to be called otherwise. */
class RenamedReader extends ReaderAround {
  readonly #from: string;
  readonly #to: string;

  constructor(reader: LineReader, from: string, to: string) {
    super(reader);
    this.#from = from;
    this.#to = to;
  }

  override read(line: string): Sayings {
    return this.inner.read(line).map((said): Said | BadLine => {
      if (said instanceof BadLine) return said;
      if (said.channel === this.#from) return { ...said, channel: this.#to };
      return new BadLine(
        `${shorten(said.channel)} is another channel than ${shorten(this.#from)}, and --channel says one name: leave it out`,
      );
    });
  }

  override notes(): readonly string[] {
    return [`Its channel ${shorten(this.#from)} is taken as ${this.#to}`, ...super.notes()];
  }
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).map(shorten).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/**
 * @param head the first lines
 * @param channel what was said
 * @returns how a text is read, and what people should know of it
 * @throws UnclearText where it names several channels: none of them can be meant
 */
export function called(
  reader: LineReader,
  head: readonly string[],
  channel: string,
): { readonly reader: LineReader; readonly said: readonly string[] } {
  const names = namesIn(reader, head);
  const [own, ...more] = [...names].filter((name) => name !== channel);
  if (own === undefined) return { reader, said: [] };
  if (names.has(channel)) {
    return {
      reader,
      said: [`Lines that name a channel keep their own (${listed([own, ...more])}): --channel is for others`],
    };
  }
  if (more.length === 0) return { reader: new RenamedReader(reader, own, channel), said: [] };
  throw new UnclearText(
    `It names several channels itself (${listed([own, ...more])}), and --channel says one name: leave it out, or say by --columns which columns are wanted, and what each is called`,
  );
}
