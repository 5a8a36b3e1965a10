import { useForm } from "../context.ts";
import type { InputProps } from "../field-input.tsx";

const ZONES = Intl.supportedValuesOf("timeZone");

/** A time zone, out of all there are. */
export function TimeZoneField({ id, value, onChange }: InputProps) {
  const { readOnly, document } = useForm();
  return (
    <>
      <input
        id={id}
        list={`${id}-zones`}
        disabled={readOnly}
        placeholder={String(document.options?.timeZone ?? "Europe/Amsterdam")}
        value={typeof value === "string" ? value : ""}
        onChange={({ target }) => onChange(target.value === "" ? undefined : target.value)}
      />
      <datalist id={`${id}-zones`}>
        {ZONES.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}
