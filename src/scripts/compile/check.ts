import type { AnyNode } from "acorn";
import { type MaySay, nearest, type Reason, reason, type ScriptNames, say } from "../../model/index.ts";
import { Comparisons } from "./comparisons.ts";
import { type Parsed, readScript } from "./compile.ts";
import { listed, nameReason } from "./meant.ts";
import { BY_RELAY, INPUTS, LANGUAGE, MEMBERS, NOT_HERE, OF_RELAYS } from "./names.ts";
import { literalOf, memberName, memberOf, type Origin, Origins } from "./origins.ts";
import { referencesOf } from "./references.ts";
import { nodesOf, placeOf } from "./tree.ts";

/** Something in a script that no run would get past, or a condition that never holds. Lines and columns from 1. */
export interface ScriptComplaint {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What a script is checked against. */
export interface ScriptHouse {
  readonly names: ScriptNames;
  /** Names of the relay's settings. */
  readonly settings: readonly string[];
}

const NUMERIC = /^\s*[+-]?\d+(?:\.\d+)?\s*$/;
const CODE = /_\d+$/;
const SWITCH_WORDS = ["on", "off", "true", "false", "yes", "no", "1", "0"];

class Check {
  readonly #house: ScriptHouse;
  readonly #origins: Origins;
  readonly #found = new Map<string, ScriptComplaint>();

  constructor(parsed: Parsed, house: ScriptHouse) {
    this.#house = house;
    this.#origins = new Origins(parsed.tree);
    for (const node of nodesOf(parsed.tree)) this.#look(node);
    for (const { node, origin } of this.#origins.taken()) this.#exists(node, origin);
    for (const node of referencesOf(parsed.tree)) this.#name(node, node.name);
    const { found } = new Comparisons(parsed, this.#origins, { tools: "", loose: "" });
    for (const { value, words, within = false, ...place } of found) {
      if (value) for (const word of words) this.#word(place, value, word, within);
    }
  }

  /** In the order of the text. */
  get complaints(): ScriptComplaint[] {
    return [...this.#found.values()].sort((a, b) => a.line - b.line || a.column - b.column);
  }

  #complain(place: { readonly line: number; readonly column: number }, why: Reason): void {
    const { line, column } = place;
    const message = say({ ...why, values: { ...why.values, line: 0 } }, "en");
    this.#found.set(`${line} ${message}`, { line, column, message });
  }

  #look(node: AnyNode): void {
    if (node.type === "MemberExpression") this.#member(node);
    if (node.type === "CallExpression") this.#call(node);
    if (node.type === "BinaryExpression" && node.operator === "in") this.#asksFor(node);
  }

  #member(node: Extract<AnyNode, { type: "MemberExpression" }>): void {
    const name = memberName(node.property, node.computed);
    if (name === undefined) return;
    const { object } = node;
    if (object.type === "Identifier" && BY_RELAY.includes(object.name) && !this.#origins.declared.has(object.name)) {
      this.#relay(node, name);
    }
    const of = this.#origins.of(object);
    const origin = of && memberOf(of, name);
    if (origin) this.#exists(node, origin);
    const members = of && this.#membersOf(of);
    if (of && members && !members.includes(name) && !(name in Object.prototype)) {
      this.#complain(
        placeOf(node),
        reason("member_unknown", { thing: thingOf(of), name, known: listed(name, members) }),
      );
    }
  }

  #membersOf(origin: Origin): readonly string[] | undefined {
    if (origin.of === "input")
      return origin.name === "relay" || origin.name === "now" ? MEMBERS[origin.name] : undefined;
    if (origin.of === "relay" || origin.of === "timer" || origin.of === "channel") return MEMBERS[origin.of];
    return undefined;
  }

  #call(node: Extract<AnyNode, { type: "CallExpression" }>): void {
    const origin = this.#origins.of(node);
    if (origin) this.#exists(node, origin);
    const { callee } = node;
    const which = literalOf(node.arguments[0]);
    const isAboutRelay = callee.type === "Identifier" && OF_RELAYS.includes(callee.name);
    if (isAboutRelay && which !== undefined && !this.#origins.declared.has(callee.name))
      this.#relay(node, String(which));
  }

  /** `"soc_low" in settings`: whoever asks may be told no, but not for a slip of the pen. */
  #asksFor(node: Extract<AnyNode, { type: "BinaryExpression" }>): void {
    const name = literalOf(node.left);
    const of = this.#origins.of(node.right);
    const origin = of && name !== undefined ? memberOf(of, String(name)) : undefined;
    if (origin?.of === "setting" && nearest(origin.name, this.#house.settings) !== undefined)
      this.#exists(node, origin);
  }

  #exists(node: AnyNode, origin: Origin): void {
    const place = placeOf(node);
    const { names, settings } = this.#house;
    switch (origin.of) {
      case "input":
        if (INPUTS.includes(origin.name)) return;
        this.#complain(place, reason("input_unknown", { name: origin.name, known: listed(origin.name, INPUTS) }));
        return;
      case "setting":
        if (settings.includes(origin.name) || origin.name in Object.prototype) return;
        this.#complain(
          place,
          reason("member_unknown", { thing: "settings", name: origin.name, known: listed(origin.name, settings) }),
        );
        return;
      case "relay":
        this.#relay(node, origin.relay);
        return;
      case "channel":
      case "value": {
        const { channel } = origin;
        if (this.#says(channel) !== undefined || channel in Object.prototype) return;
        const near = nearest(channel, [...names.channels.keys(), ...names.aliases.keys()]);
        this.#complain(
          place,
          reason("channel_unknown", { channel: near === undefined ? channel : `${channel} (${near}?)` }),
        );
      }
    }
  }

  #relay(node: AnyNode, which: string): void {
    const { relays } = this.#house.names;
    if (which in Object.prototype || relays.some(({ id, number }) => id === which || String(number) === which)) return;
    const known = listed(
      which,
      relays.map(({ id }) => id),
    );
    this.#complain(placeOf(node), reason("relay_unknown", { name: which, known }));
  }

  #says(channel: string): MaySay | undefined {
    const { channels, aliases, open } = this.#house.names;
    const known = channels.get(channel) ?? channels.get(aliases.get(channel) ?? "");
    if (known !== undefined) return known;
    return open.some((device) => channel.startsWith(`${device}.`)) ? "anything" : undefined;
  }

  #word(
    place: { readonly line: number; readonly column: number },
    value: Extract<Origin, { of: "value" }>,
    word: string | number | boolean,
    within: boolean,
  ): void {
    const { channels, aliases } = this.#house.names;
    const alias = aliases.get(value.channel);
    const channel = alias !== undefined && (value.alias || !channels.has(value.channel)) ? alias : value.channel;
    const says = channels.get(channel);
    if (says === undefined || says === "anything" || says === "words" || typeof word === "number") return;
    const said = String(word).toLowerCase();
    if (says === "number") {
      if (NUMERIC.test(said)) return;
      this.#complain(place, reason("state_is_number", { thing: channel, word: String(word) }));
      return;
    }
    const possible = says.every((one) => SWITCH_WORDS.includes(one)) ? [...says, ...SWITCH_WORDS] : says;
    if (within ? says.some((one) => one.includes(said)) : possible.includes(said) || CODE.test(said)) return;
    this.#complain(place, reason("state_unknown", { thing: channel, word: String(word), known: listed(said, says) }));
  }

  #name(node: AnyNode, name: string): void {
    if (this.#origins.declared.has(name) || LANGUAGE.has(name)) return;
    const why = NOT_HERE.has(name) ? reason("name_nowhere", { name }) : nameReason(name, 0);
    if (why) this.#complain(placeOf(node), why);
  }
}

function thingOf(origin: Origin): string {
  if (origin.of === "relay") return `relays.${origin.relay}`;
  if (origin.of === "timer") return `timer("${origin.timer}")`;
  if (origin.of === "channel") return `channel("${origin.channel}")`;
  return origin.of === "input" ? origin.name : "";
}

/**
 * Looks at a script that compiles without running it: names of channels, settings, relays and members, and the words that
 * states are compared with. What is only known when it runs is left to the run.
 */
export function checkScript(source: string, house: ScriptHouse): ScriptComplaint[] {
  const parsed = readScript(source);
  return parsed.ok ? new Check(parsed, house).complaints : [];
}
