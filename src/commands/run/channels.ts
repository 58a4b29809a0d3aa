import type { Config } from "../../config/index.ts";
import { orderFormulas } from "../../control/derive.ts";
import type { Asked } from "../../interchange/index.ts";
import {
  type CounterOptions,
  channelMeant,
  deviceChannel,
  formulaChannels,
  mergedTerms,
  otherNames,
  type Reports,
  relayChannel,
  shapeOf,
  type Term,
  termsOf,
} from "../../model/index.ts";
import type { ChannelSetup } from "../../web/index.ts";
import { channelRules } from "./channel-rules.ts";
import { deviceType } from "./device-types.ts";

/** What else channels may be called, and their names: aliases, and what the device itself calls its value. */
export function channelAliases({ channels }: Config): Map<string, string> {
  return otherNames(Object.entries(channels).map(([name, { from, alias }]) => ({ name, from, alias })));
}

/** What channels are asked before they are believed, where the configuration says so. */
export function beliefsOf({ channels }: Config): Map<string, Asked> {
  return new Map(
    Object.entries(channels).map(([name, { from = name, plausible: range, not, at_most_per_minute }]) => [
      name,
      { from, plausible: { range, not, most_per_minute: at_most_per_minute } },
    ]),
  );
}

/** How often channels speak, where the configuration says so. */
export function reportsOf({ channels }: Config): Map<string, Reports> {
  return new Map(Object.entries(channels).flatMap(([name, { reports }]) => (reports ? [[name, reports]] : [])));
}

/** What the configuration says of counters. */
export function countersOf(config: Config): Map<string, CounterOptions> {
  const sums = sumsOf(config);
  return new Map(
    Object.entries(config.channels).map(([name, { rollover, most_per_hour, resolution }]) => [
      name,
      { rollover, most_per_hour, resolution, sum_of: sums.get(name) },
    ]),
  );
}

/** The channels that are sums of others, with the measured ones that they come to in the end. */
function sumsOf(config: Config): Map<string, readonly Term[]> {
  const names = channelAliases(config);
  const resolve = (name: string): string => channelMeant(names, name);
  const sums = new Map<string, readonly Term[]>();
  for (const { name, formula } of orderFormulas(channelRules(config).derived, resolve)) {
    const terms = termsOf(formula)?.flatMap(({ channel, times }) => {
      const inner = sums.get(resolve(channel)) ?? [{ channel: resolve(channel), times: 1 }];
      return inner.map((term) => ({ ...term, times: term.times * times }));
    });
    if (terms) sums.set(name, mergedTerms(terms));
  }
  return sums;
}

/** What the web must know of the channels: the configured names, and how old a value may grow. */
export function channelSetup(config: Config): ChannelSetup {
  const { named, derived, staleAfter } = channelRules(config);
  const stale_after_ms = new Map<string, number>();
  for (const [device, options] of Object.entries(config.devices)) {
    const type = deviceType(options.type);
    stale_after_ms.set(device, staleAfter(device, ""));
    for (const { name, stale_after_ms: own } of (type && shapeOf(type, options).quantities) ?? []) {
      if (own !== undefined) stale_after_ms.set(deviceChannel(device, name), own);
    }
  }

  for (const { name, stale_after_ms: own } of named) stale_after_ms.set(name, own);
  const names = channelAliases(config);
  const resolve = (name: string): string => channelMeant(names, name);

  // a computed value is renewed with its inputs
  for (const { name, formula } of orderFormulas(derived, resolve)) {
    const inputs = formulaChannels(formula).map((input) => stale_after_ms.get(resolve(input)) ?? 0);
    stale_after_ms.set(name, Math.max(0, ...inputs));
  }
  const relays = Object.keys(config.relays).map(relayChannel);
  return {
    named: [...[...named, ...derived].map(({ name }) => name), ...relays],
    stale_after_ms,
    reports: reportsOf(config),
    counters: countersOf(config),
  };
}
