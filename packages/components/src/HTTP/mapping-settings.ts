import { Defaulted, Simple, Type } from "@mortise/contract";

/** A field of a JSON document: names with dots between them, and positions in brackets. */
const FIELD = "[^\\s.\\[\\]]+(?:\\[\\d+\\])*(?:\\.[^\\s.\\[\\]]+(?:\\[\\d+\\])*)*";

/** The settings that map fields into a request, and fields of its answer out of it. */
export const mappingSettings = {
  inputMapping: Type.Optional(
    Type.Array(
      Type.Object(
        {
          value: Simple({
            title: "Value",
            description: "A field of the message, or a text.",
            examples: ["${header.refresh_token}", "refresh_token"],
          }),
          to: Type.String({
            title: "To",
            description:
              "Where it goes in the request: `body.name` (a field), `header.name`, or `urlPath` (behind the address).",
            examples: ["body.grant_type", "header.X-Company", "urlPath"],
            pattern: `^(?:urlPath|header\\.[^\\s.]+|body\\.${FIELD})$`,
            form: "`body.name`, `header.name` or `urlPath`",
          }),
        },
        { additionalProperties: false },
      ),
      {
        title: "Input mapping",
        description:
          "What goes into the request, field by field. Body fields are sent as JSON, or as a form where the Content-Type says so.",
        examples: [[{ value: "refresh_token", to: "body.grant_type" }]],
      },
    ),
  ),
  onSuccessMapping: Type.Optional(
    Type.Array(
      Type.Object(
        {
          from: Type.String({
            title: "From",
            description: "What of the answer: `body.name`, `header.name`, or `status`.",
            examples: ["body.access_token", "body.data[0].id", "header.Location"],
            pattern: `^(?:status|header\\.[^\\s]+|body\\.${FIELD})$`,
            form: "`body.name`, `header.name` or `status`",
          }),
          header: Type.Optional(
            Type.String({
              title: "Header",
              description: "The header of the message to set.",
              examples: ["access_token"],
              minLength: 1,
            }),
          ),
          property: Type.Optional(
            Type.String({
              title: "Property",
              description: "The exchange property to set, for `${exchangeProperty.name}`.",
              examples: ["employer"],
              minLength: 1,
            }),
          ),
          variable: Type.Optional(
            Simple({
              title: "Tenant variable",
              description: "The tenant variable to store it in.",
              examples: ["Access_Token_KLANT"],
              names: "tenantVariable",
            }),
          ),
          encrypt: Defaulted(
            Type.Boolean({
              title: "Encrypt?",
              description: "Stores the tenant variable encrypted. One that is encrypted already stays so.",
              default: false,
            }),
          ),
        },
        {
          additionalProperties: false,
          anyOf: [{ required: ["header"] }, { required: ["property"] }, { required: ["variable"] }],
        },
      ),
      {
        title: "On success mapping",
        description:
          "What is taken from an answer of 200 to 299: onto headers and properties, and into tenant variables. What the answer lacks changes nothing.",
        examples: [[{ from: "body.refresh_token", variable: "Refresh_Token_KLANT", encrypt: true }]],
      },
    ),
  ),
};
