/** Whether a status is among those of `>= 500`, `429`, `500-599`, or several with commas. */
export function compileStatuses(text: string): (status: number) => boolean {
  const tests = text.split(",").map(compileOne);
  return (status) => tests.some((test) => test(status));
}

function compileOne(text: string): (status: number) => boolean {
  const [, operator = "", first = "", last = ""] = /^\s*([<>]=?)?\s*(\d{3})(?:\s*-\s*(\d{3}))?\s*$/.exec(text) ?? [];
  const from = Number(first);
  switch (operator) {
    case ">":
      return (status) => status > from;
    case ">=":
      return (status) => status >= from;
    case "<":
      return (status) => status < from;
    case "<=":
      return (status) => status <= from;
    default:
      return (status) => status >= from && status <= Number(last || first);
  }
}
