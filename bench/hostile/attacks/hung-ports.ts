import type { Attack } from "../attack.ts";
import { HungFolder } from "../hung-folder.ts";
import { eight } from "./programs.ts";

/** Serial ports that are looked for where nobody answers. */
export const hungPorts: Attack = {
  name: "ports on a disk that hangs",
  prepare(place) {
    place.makeFolder("hung_ports");
    const port = (id: string): string => `  ${id}: { type: vedirect, port: ./hung_ports/${id} }\n`;
    return { devices: eight("hung_port").map(port).join("") };
  },
  begin: ({ place }) => HungFolder.over(place.path("hung_ports")),
  cause: /hung_port_/,
  hangs: true,
};
