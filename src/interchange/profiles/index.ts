import { tableHead, tableLines } from "../head.ts";
import { InfluxReader } from "../influx.ts";
import { delimiterOf, layoutOf, type ReaderOptions, rowsOf, UnclearText } from "../layout.ts";
import type { LineReader } from "../line.ts";
import { TableReader } from "../table.ts";
import { AnnotatedReader } from "./annotated.ts";
import { EvccReader } from "./evcc.ts";
import { hasIntervals, intervals, isEnphase, isFronius, mayHaveIntervals, rowsByName } from "./portals.ts";
import { shellyReader } from "./shelly.ts";
import { isSma, smaReader } from "./sma.ts";
import { StatisticsReader } from "./statistics.ts";
import { VolkszaehlerReader } from "./volkszaehler.ts";
import { vrmReader } from "./vrm.ts";
import { isXport, XportReader } from "./xport.ts";

/** Forms in which other programs give their readings, by name. */

type Open = (head: readonly string[], options: ReaderOptions) => LineReader;

interface Profile {
  readonly open: Open;
  /** Whether a text is surely of this form, by its first lines; absent: it has to be named. */
  readonly isIn?: (head: readonly string[]) => boolean;
  /** Whether a text may be of this form: it is then proposed. */
  readonly mayBeIn?: (head: readonly string[]) => boolean;
  /** Lines that begin with `#` belong to the form. */
  readonly reads_comments?: boolean;
}

function asTable(head: readonly string[], options: ReaderOptions): LineReader {
  const { layout, times } = layoutOf(head, options);
  return new TableReader(layout, times);
}

/** The fields of a table's first line. */
function headerOf(head: readonly string[]): string[] {
  const lines = tableLines(head);
  const [header = []] = rowsOf(lines, delimiterOf(lines));
  return header.map(({ words }) => words);
}

/** Lines of line protocol have a blank before the instant, and lines of a table commas. */
function isLineProtocol(head: readonly string[]): boolean {
  return / -?\d{10,20}$/.test(tableLines(head)[0]?.slice(-40) ?? "");
}

const HISTORY = { entity_id: "channel", state: "value", last_changed: "time" } as const;

const homeAssistant: Open = (head, options) => {
  if (isLineProtocol(head)) return new InfluxReader({ ...options, home_assistant: true });
  if (options.columns !== undefined) return asTable(head, options);
  const header = tableHead(head).header?.map((words) => words.trim().toLowerCase());
  if (!Object.keys(HISTORY).every((name) => header?.includes(name))) {
    throw new UnclearText(
      "No history of Home Assistant: columns such as entity_id, state and last_changed are missing",
    );
  }
  const columns = Object.entries(HISTORY).map((named) => named.join("="));
  return asTable(head, { ...options, columns: columns.join(",") });
};

/** Two columns of one feed, or a column for each of several that the header names. */
const emoncms: Open = (head, options) => {
  if (options.columns !== undefined || options.channel !== undefined) return asTable(head, options);
  const header = headerOf(head);
  const named = header.length > 2 || !/^-?\d/.test(header[1] ?? "");
  return asTable(head, named && header.length > 1 ? { ...options, columns: "time,*" } : options);
};

const firstLine = (head: readonly string[]): string => (tableLines(head)[0] ?? "").toLowerCase();

const PROFILES = {
  "home-assistant": {
    open: homeAssistant,
    isIn: (head) => /^"?entity_id"?,"?state"?,"?last_changed"?(?:,|$)/.test(firstLine(head)),
  },
  "home-assistant-statistics": {
    open: (head, options) => new StatisticsReader(head, options),
    isIn: (head) => firstLine(head).includes("statistic_id") && firstLine(head).includes("start"),
  },
  emoncms: { open: emoncms },
  volkszaehler: {
    open: (_head, options) => new VolkszaehlerReader(options),
    isIn: (head) => head[0]?.startsWith("# source:;volkszaehler") === true,
    reads_comments: true,
  },
  evcc: {
    open: (head, options) => new EvccReader(head, options),
    mayBeIn: (head) => /^"?(?:created|start time|startzeit)"?[,;]"?(?:finished|end time|endzeit)/.test(firstLine(head)),
  },
  vrm: {
    open: vrmReader,
    mayBeIn: (head) => /\[\d{1,5}\]/.test(firstLine(head).slice(0, 400)),
  },
  sma: {
    open: smaReader,
    isIn: isSma,
  },
  shelly: {
    open: shellyReader,
    mayBeIn: (head) => firstLine(head).includes("total_act_energy") || firstLine(head).includes("active energy wh"),
  },
  intervals: { open: intervals, isIn: hasIntervals, mayBeIn: mayHaveIntervals },
  enphase: { open: rowsByName, isIn: isEnphase },
  fronius: { open: rowsByName, isIn: isFronius },
  "rrdtool-xport": {
    open: (_head, options) => new XportReader(options),
    isIn: isXport,
  },
  "influx-csv": {
    open: (_head, options) => new AnnotatedReader(options),
    isIn: (head) => head.slice(0, 4).some((line) => /^#(?:datatype|group|default),/.test(line)),
    reads_comments: true,
  },
} as const satisfies Readonly<Record<string, Profile>>;

export type ProfileName = keyof typeof PROFILES;
export const PROFILE_NAMES = Object.keys(PROFILES) as readonly ProfileName[];

const ALL: readonly (Profile & { readonly name: ProfileName })[] = PROFILE_NAMES.map((name) => ({
  name,
  ...PROFILES[name],
}));

export function profileOf(name: ProfileName): Profile {
  return PROFILES[name];
}

/** The profile that a text is surely of. */
export function profileIn(head: readonly string[]): ProfileName | undefined {
  return ALL.find(({ isIn }) => isIn?.(head))?.name;
}

/** The profile that a text may be of. */
export function profileLike(head: readonly string[]): ProfileName | undefined {
  return ALL.find(({ mayBeIn }) => mayBeIn?.(head))?.name;
}
