/** How a value looks to a person: in the locale, time zone and currency of the user. `null` where the value itself is what is shown. */
import type { FieldSchema, FieldType } from '../../schema/schema.ts';

/** Of the user who looks. */
export interface Viewer {
  /** BCP 47 */
  readonly locale: string;
  readonly timeZone: string;
}

type Formatter = (value: unknown, field: FieldSchema, viewer: Viewer) => string | null;

/** platform-facts: ui-api-display-values */
const FORMATTERS: Readonly<Partial<Record<FieldType, Formatter>>> = {
  picklist: (value, field) => labelOf(value, field),
  multipicklist: (value, field) => String(value).split(';').map((one) => labelOf(one, field)).join(';'),
  int: (value, _field, { locale }) => numberFormat(locale, 0).format(Number(value)),
  double: (value, { scale }, { locale }) => numberFormat(locale, scale).format(Number(value)),
  percent: (value, { scale }, { locale }) => `${numberFormat(locale, scale).format(Number(value))}%`,
  currency: (value, { scale }, { locale }) => currencyFormat(locale, scale).format(Number(value)),
  date: (value, _field, { locale }) => dateFormat(locale, 'UTC').format(Date.parse(`${String(value)}T00:00:00Z`)),
  datetime: (value, _field, { locale, timeZone }) => `${dateFormat(locale, timeZone).format(Date.parse(String(value)))}, ${timeOfDay(Date.parse(String(value)), locale, timeZone)}`,
  time: (value, _field, { locale }) => timeOfDay(Date.parse(`1970-01-01T${String(value)}`), locale, 'UTC'),
};

export function displayValue(value: unknown, field: FieldSchema, viewer: Viewer): string | null {
  return value === null || value === undefined ? null : FORMATTERS[field.type]?.(value, field, viewer) ?? null;
}

function labelOf(value: unknown, field: FieldSchema): string {
  return field.picklistValues.find((one) => one.value === value)?.label ?? String(value);
}

/** Formats are dear to make. */
function kept<Format>(make: (...parts: (string | number)[]) => Format): (...parts: (string | number)[]) => Format {
  const formats = new Map<string, Format>();
  return (...parts) => {
    const key = parts.join(' ');
    const format = formats.get(key) ?? make(...parts);
    formats.set(key, format);
    return format;
  };
}

const numberFormat = kept((locale, scale) => new Intl.NumberFormat(String(locale), { minimumFractionDigits: Number(scale), maximumFractionDigits: Number(scale) }));
/** The local org knows one currency. */
const currencyFormat = kept((locale, scale) => new Intl.NumberFormat(String(locale), { style: 'currency', currency: 'USD', minimumFractionDigits: Number(scale), maximumFractionDigits: Number(scale) }));
const dateFormat = kept((locale, zone) => new Intl.DateTimeFormat(String(locale), { timeZone: String(zone), year: 'numeric', month: 'numeric', day: 'numeric' }));
const timeFormat = kept((locale, zone) => new Intl.DateTimeFormat(String(locale), { timeZone: String(zone), timeStyle: 'short' }));

/** Intl puts a narrow space before AM and PM, the platform a plain one. */
const timeOfDay = (moment: number, locale: string, zone: string): string => timeFormat(locale, zone).format(moment).replaceAll('\u202f', ' ');
