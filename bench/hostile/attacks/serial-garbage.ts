import { Cable } from "../../../src/devices/kit/testing/cable.ts";
import type { Attack } from "../attack.ts";
import { Beside, program } from "../tools.ts";

/** What no cable can carry: noise, a hundred times as fast as a device speaks. */
export const serialGarbage: Attack = {
  name: "1.3 MB/s of garbage on a cable",
  async prepare(place) {
    const end = await Cable.plug(place.path("noise"));
    program(place, "noise.sh", "#!/bin/sh\nwhile :; do head -c 65000 /dev/urandom; sleep 0.05; done > ./noise.far\n");
    return { devices: "  noise: { type: vedirect, port: ./noise }\n", end };
  },
  begin: async ({ place }) => Beside.run(place, "./noise.sh"),
};
