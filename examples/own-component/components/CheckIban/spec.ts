import { component, Simple, Type } from "@mortise/contract";

export const spec = component({
  type: "CheckIban",
  title: "Check IBAN",
  summary: "Sends a message with a valid IBAN on, and any other along the output invalid.",
  group: "routing",
  kind: "processor",
  settings: Type.Object({
    iban: Simple({ description: "The account number; spaces do not matter.", examples: ["${header.iban}"] }),
  }),
  outputs: ["invalid"],
  effect: "pure",
});
