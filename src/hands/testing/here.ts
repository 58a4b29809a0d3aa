import type { Files, Hands, Programs } from "../../model/index.ts";
import { Client } from "../client.ts";
import { Service } from "../service.ts";

/** Hands in the test's own process: the same at both ends, without a process between them. */
export class HandsHere implements Hands {
  readonly files: Files;
  readonly programs: Programs;
  readonly invite: Hands["invite"];
  readonly inviteProcess: Hands["inviteProcess"];

  constructor() {
    const service: Service = new Service((message) => setImmediate(() => client.hear(structuredClone(message))), 16);
    const client = new Client({
      post: (message) => {
        const sent = structuredClone(message);
        if (sent.do !== "see_it_end") setImmediate(() => service.hear(sent));
        return true;
      },
    });
    this.files = client.files;
    this.programs = client.programs;
    this.invite = (...asked) => client.invite(...asked);
    this.inviteProcess = (...asked) => client.inviteProcess(...asked);
  }
}
